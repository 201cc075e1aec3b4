import { caller, cloudControlOf, codeOf, memory, NAMED, TYPE } from './thing';

const HOUR = 60 * 60 * 1000;

describe('creating', () => {
  it('answers at once, reports the progress, and ends with what the handler returned', async () => {
    const { create, status, advance, settle, now } = cloudControlOf(memory(1).script);
    const begun = await create({ Size: 3, Secret: 's' });
    expect(begun).toEqual({
      TypeName: TYPE,
      RequestToken: expect.stringMatching(/^[-a-f0-9]{36}$/),
      Operation: 'CREATE',
      OperationStatus: 'IN_PROGRESS',
      EventTime: now() / 1000,
    });
    await settle();
    expect(await status(begun)).toEqual({
      ...begun,
      Identifier: 'generated',
      StatusMessage: '1 to go',
      // Not the write-only Secret; numbers as the handler got them.
      ResourceModel: '{"Size":"3","Name":"generated"}',
      RetryAfter: now() / 1000 + 1,
    });
    await advance(1000);
    expect(await status(begun)).toEqual({
      ...begun,
      Identifier: 'generated',
      OperationStatus: 'SUCCESS',
      EventTime: now() / 1000,
      ResourceModel: '{"Size":"3","Name":"generated","Arn":"arn:generated"}',
    });
  });

  it.each([
    ['nothing', null, 'the handler returned nothing'],
    ['no identifier', { status: 'SUCCESS', resourceModel: {} }, 'a model without its identifier'],
    ['a status that there is not', { status: '?' }, ''],
  ])('fails when the handler returns %s', async (_what, response, message) => {
    const { create, status, settle } = cloudControlOf(() => response as never);
    const begun = await create({ Size: 1 });
    await settle();
    expect(await status(begun)).toMatchObject({
      OperationStatus: 'FAILED',
      ErrorCode: 'InternalFailure',
      StatusMessage: expect.stringContaining(message),
    });
  });

  it('names the resource in its first answer when the caller named it', async () => {
    const { create } = cloudControlOf(memory().script);
    expect(await create({ Name: 'a', Size: 1 })).toMatchObject({ Identifier: 'a' });
  });

  it('is one operation for its handlers: the token of the request identifies it', async () => {
    const { create, events, advance, settle } = cloudControlOf(memory(2).script);
    const { RequestToken } = await create({ Size: 1 });
    await settle();
    await advance(1000);
    expect(events.map(({ bearerToken }) => bearerToken)).toEqual([RequestToken, RequestToken]);
  });

  it('fails with the code and the message of the handler; a resource of the name that was there stays nameless', async () => {
    const { create, status, settle } = cloudControlOf(memory().script);
    await create({ Size: 1 });
    await settle();
    const again = await create({ Size: 1 });
    await settle();
    const failed = await status(again);
    expect(failed).toMatchObject({
      OperationStatus: 'FAILED',
      ErrorCode: 'AlreadyExists',
      StatusMessage: 'it is AlreadyExists',
    });
    expect(failed).not.toHaveProperty('Identifier');
    expect(failed).not.toHaveProperty('ResourceModel');
  });

  it.each<[string, object | string, string]>([
    ['text that is not JSON', 'nope', 'DesiredState is not valid JSON'],
    ['a list', '[]', 'DesiredState must be a JSON object'],
    [
      'a property without its required ones',
      {},
      'Model validation failed (#: required key [Size] not found)',
    ],
    [
      'an unknown property',
      { Size: 1, X: 1 },
      'Model validation failed (#: extraneous key [X] is not permitted)',
    ],
    ['a value outside its limits', { Size: 1001 }, 'Model validation failed (#/Size: '],
    ['null', { Size: 1, Kind: null }, 'Model validation failed (#/Kind: null is not permitted)'],
    ['null in a list', { Size: 1, Labels: [{ Key: null }] }, '#/Labels/0/Key: null is not permitted'],
    [
      'a read-only property',
      { Size: 1, Arn: 'x' },
      'readOnlyProperties [/properties/Arn] cannot be specified',
    ],
    [
      'a read-only property in a list',
      { Size: 1, Labels: [{ Id: 'x' }] },
      'readOnlyProperties [/properties/Labels/*/Id] cannot be specified',
    ],
  ])('refuses %s before any handler is called', async (_what, desired, message) => {
    const { call, events } = cloudControlOf(memory().script);
    const DesiredState = typeof desired === 'string' ? desired : JSON.stringify(desired);
    const refused = call('CreateResource', { TypeName: TYPE, DesiredState });
    await expect(refused).rejects.toMatchObject({
      code: 'InvalidRequestException',
      message: expect.stringContaining(message),
      status: 400,
    });
    expect(events).toEqual([]);
  });
});

describe('client tokens', () => {
  const first = { Name: 'a', Size: 1 };

  it('begin one request, however often it is sent', async () => {
    const { create, events, settle, status } = cloudControlOf(memory().script);
    const [one, two] = await Promise.all([
      create(first, { ClientToken: 't' }),
      create(first, { ClientToken: 't' }),
    ]);
    await settle();
    const three = await create(first, { ClientToken: 't' });
    expect([two.RequestToken, three.RequestToken]).toEqual([one.RequestToken, one.RequestToken]);
    expect(three).toEqual(await status(one));
    expect(events.filter(({ action }) => action === 'CREATE')).toHaveLength(1);
  });

  it('are refused for any other request, of another kind too', async () => {
    const { create, remove, settle } = cloudControlOf(memory().script);
    await create(first, { ClientToken: 't' });
    await settle();
    expect(await codeOf(create({ Name: 'b', Size: 1 }, { ClientToken: 't' }))).toBe(
      'ClientTokenConflictException',
    );
    expect(await codeOf(create(first, { ClientToken: 't', TypeVersionId: '00000002' }))).toBe(
      'ClientTokenConflictException',
    );
    expect(await codeOf(remove('a', { ClientToken: 't' }))).toBe('ClientTokenConflictException');
  });

  it('are forgotten after 36 hours, and at once when the request was refused', async () => {
    const { create, advance, settle } = cloudControlOf(memory().script);
    expect(await codeOf(create({}, { ClientToken: 't' }))).toBe('InvalidRequestException');
    const begun = await create(first, { ClientToken: 't' });
    await settle();
    await advance(36 * HOUR - 1);
    expect((await create(first, { ClientToken: 't' })).RequestToken).toBe(begun.RequestToken);
    await advance(1);
    expect((await create(first, { ClientToken: 't' })).RequestToken).not.toBe(begun.RequestToken);
  });

  it('are those of one Region of one account', async () => {
    const { call } = cloudControlOf(memory(1).script);
    const send = (from: typeof caller) =>
      call('CreateResource', { TypeName: TYPE, DesiredState: '{"Size":1}', ClientToken: 't' }, from);
    const tokens = new Set<unknown>();
    for (const from of [caller, { ...caller, region: 'us-east-1' }, { ...caller, account: '2' }]) {
      const { ProgressEvent } = (await send(from)) as { ProgressEvent: { RequestToken: string } };
      tokens.add(ProgressEvent.RequestToken);
      const listed = await call('ListResourceRequests', {}, from);
      expect(listed.ResourceRequestStatusSummaries).toHaveLength(1);
    }
    expect(tokens.size).toBe(3);
  });
});

describe('updating', () => {
  async function withThing(callbacks = 0) {
    const { script, things } = memory(callbacks);
    things.set('a', { Name: 'a', Size: 1, Secret: 's', Alias: 'al', Labels: [{ Key: 'k', Id: 'id' }] });
    return { ...cloudControlOf(script), things };
  }

  it('patches what the read handler returned; read-only properties do not reach the handler', async () => {
    const { update, events, settle, status, things } = await withThing();
    const begun = await update('a', [{ op: 'replace', path: '/Size', value: 2 }]);
    expect(begun).toMatchObject({ Operation: 'UPDATE', OperationStatus: 'IN_PROGRESS', Identifier: 'a' });
    await settle();
    expect(await status(begun)).toMatchObject({ OperationStatus: 'SUCCESS' });
    const { requestData } = events.find(({ action }) => action === 'UPDATE') ?? {};
    expect(requestData?.resourceProperties).toEqual({
      Name: 'a',
      Size: '2',
      Alias: 'al',
      Labels: [{ Key: 'k' }],
    });
    expect(requestData?.previousResourceProperties).toMatchObject({ Name: 'a', Size: '1', Arn: 'arn:a' });
    // As on AWS: what can't be read and is not in the patch is gone.
    expect(things.get('a')).not.toHaveProperty('Secret');
  });

  it('sets a write-only property by add', async () => {
    const { update, settle, things } = await withThing();
    await update('a', [{ op: 'add', path: '/Secret', value: 'new' }]);
    await settle();
    expect(things.get('a')).toMatchObject({ Secret: 'new' });
  });

  it.each<[string, object, string, string]>([
    [
      'a create-only property',
      { op: 'add', path: '/Kind', value: 'k' },
      'NotUpdatableException',
      'Invalid patch update: createOnlyProperties [/properties/Kind] cannot be updated',
    ],
    [
      'the identifier',
      { op: 'replace', path: '/Name', value: 'b' },
      'NotUpdatableException',
      'createOnlyProperties [/properties/Name]',
    ],
    [
      'a read-only property',
      { op: 'replace', path: '/Arn', value: 'b' },
      'InvalidRequestException',
      'Invalid patch update: readOnlyProperties [/properties/Arn] cannot be updated',
    ],
    [
      'a read-only property in a list',
      { op: 'remove', path: '/Labels/0/Id' },
      'InvalidRequestException',
      'readOnlyProperties [/properties/Labels/*/Id]',
    ],
    [
      'a property that the schema does not have',
      { op: 'add', path: '/X', value: 1 },
      'InvalidRequestException',
      'extraneous key [X] is not permitted',
    ],
    [
      'anything once a test fails',
      { op: 'test', path: '/Size', value: 7 },
      'InvalidRequestException',
      'PatchDocument operation 0 (test /Size) failed: the value is different',
    ],
  ])('refuses to change %s, and leaves the resource free', async (_what, operation, code, message) => {
    const { update, events, settle } = await withThing();
    await expect(update('a', [operation])).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    await settle();
    expect(events.map(({ action }) => action)).toEqual(['READ']);
    await update('a', [{ op: 'replace', path: '/Size', value: 2 }]);
  });

  it('accepts create-only and read-only properties that a patch leaves as they are', async () => {
    const { update } = await withThing();
    await update('a', [
      { op: 'test', path: '/Arn', value: 'arn:a' },
      { op: 'replace', path: '/Name', value: 'a' },
    ]);
  });

  it('refuses a resource that does not exist', async () => {
    const { update } = await withThing();
    expect(await codeOf(update('b', [{ op: 'remove', path: '/Size' }]))).toBe('ResourceNotFoundException');
  });

  it('finds a resource by its secondary identifier', async () => {
    const { update, remove, get, settle, things } = await withThing();
    const Alias = JSON.stringify({ Alias: 'al' });
    expect(await get(Alias)).toMatchObject({ ResourceDescription: { Identifier: 'a' } });
    expect(await update(Alias, [{ op: 'replace', path: '/Size', value: 2 }])).toMatchObject({
      Identifier: 'a',
    });
    await settle();
    expect(await remove(Alias)).toMatchObject({ Identifier: 'a' });
    await settle();
    expect(things.size).toBe(0);
  });
});

describe('one operation at a time', () => {
  it.each(['create', 'update', 'delete'] as const)(
    'refuses any other while a %s is under way',
    async (kind) => {
      const { script, things } = memory(1);
      if (kind !== 'create') things.set('a', { Name: 'a', Size: 1 });
      const { create, update, remove, advance, settle } = cloudControlOf(script);
      const patch = [{ op: 'replace', path: '/Size', value: 2 }];
      const begin = {
        create: () => create({ Name: 'a', Size: 1 }),
        update: () => update('a', patch),
        delete: () => remove('a'),
      };
      const { RequestToken } = await begin[kind]();
      await settle();
      for (const other of Object.values(begin))
        await expect(other()).rejects.toMatchObject({
          code: 'ConcurrentOperationException',
          message: expect.stringContaining(`${RequestToken}`),
        });
      await advance(1000);
      await begin[kind === 'delete' ? 'create' : 'delete']();
    },
  );

  it('holds from the moment that an update reads its resource', async () => {
    const { script, things } = memory();
    things.set('a', { Name: 'a', Size: 1 });
    const { update, remove } = cloudControlOf(script);
    const results = await Promise.allSettled([
      update('a', [{ op: 'replace', path: '/Size', value: 2 }]),
      update('a', [{ op: 'replace', path: '/Size', value: 3 }]),
      remove('a'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('holds for a name that the create handler chose', async () => {
    const { create, remove, settle } = cloudControlOf(memory(1).script);
    await create({ Size: 1 });
    await settle();
    expect(await codeOf(remove('generated'))).toBe('ConcurrentOperationException');
  });
});

describe('deleting', () => {
  it('fails with NotFound when there is nothing to delete', async () => {
    const { remove, status, settle } = cloudControlOf(memory().script);
    const begun = await remove('b');
    await settle();
    expect(await status(begun)).toMatchObject({
      OperationStatus: 'FAILED',
      ErrorCode: 'NotFound',
      Identifier: 'b',
    });
  });
});

describe('cancelling', () => {
  it('ends an operation between two invocations of its handler, and frees the resource', async () => {
    const { create, cancel, status, remove, advance, settle, events } = cloudControlOf(memory(5).script);
    const begun = await create({ Name: 'a', Size: 1 });
    await settle();
    expect(await cancel(begun)).toMatchObject({ OperationStatus: 'CANCEL_IN_PROGRESS' });
    await settle();
    expect(await status(begun)).toMatchObject({ OperationStatus: 'CANCEL_COMPLETE', Identifier: 'a' });
    await advance(10_000);
    expect(events).toHaveLength(1);
    await remove('a');
  });

  it('waits for a running invocation: if that was the last, its outcome stands', async () => {
    let answer = (_: { status: string; resourceModel: object }) => {};
    const { create, cancel, status, settle } = cloudControlOf(
      () =>
        new Promise((resolve) => {
          answer = resolve as never;
        }),
    );
    const begun = await create({ Name: 'a', Size: 1 });
    await settle();
    await cancel(begun);
    await settle();
    expect(await status(begun)).toMatchObject({ OperationStatus: 'CANCEL_IN_PROGRESS' });
    expect(await codeOf(cancel(begun))).toBe('ConcurrentModificationException');
    answer({ status: 'SUCCESS', resourceModel: { Name: 'a' } });
    await settle();
    expect(await status(begun)).toMatchObject({ OperationStatus: 'SUCCESS' });
  });

  it('ends an operation that waits to be retried', async () => {
    const { create, cancel, status, settle, advance, events } = cloudControlOf(() => ({
      status: 'FAILED',
      errorCode: 'Throttling',
      message: 'slow down',
    }));
    const begun = await create({ Name: 'a', Size: 1 });
    await settle();
    await cancel(begun);
    await advance(60_000);
    expect(await status(begun)).toMatchObject({ OperationStatus: 'CANCEL_COMPLETE' });
    expect(events).toHaveLength(1);
  });

  it('refuses a request that is done, with the status of a fault, and one that nobody knows', async () => {
    const { create, cancel, settle } = cloudControlOf(memory().script);
    const begun = await create({ Size: 1 });
    await settle();
    await expect(cancel(begun)).rejects.toMatchObject({
      code: 'ConcurrentModificationException',
      status: 500,
    });
    expect(await codeOf(cancel({ RequestToken: 'x' }))).toBe('RequestTokenNotFoundException');
  });
});

describe('reading', () => {
  it('returns the model; a failure of the handler is an error of the service', async () => {
    const { script, things } = memory();
    things.set('a', { Name: 'a', Size: 1 });
    const { get } = cloudControlOf(script);
    expect(await get('a')).toEqual({
      TypeName: TYPE,
      ResourceDescription: { Identifier: 'a', Properties: '{"Name":"a","Size":1,"Arn":"arn:a"}' },
    });
    expect(await get('{"Name":"a"}')).toEqual(await get('a'));
    await expect(get('b')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: expect.stringMatching(
        /^Test::Local::Thing Handler returned status FAILED: it is NotFound \(HandlerErrorCode: NotFound, RequestToken: [-\w]+\)$/,
      ),
    });
  });

  it.each(['a|b', '{"Size":1}', '{"Name":"a","Alias":"b"}', '{"Name":{}}'])(
    'refuses the identifier %s',
    async (id) => {
      const { get } = cloudControlOf(memory().script);
      expect(await codeOf(get(id))).toBe('InvalidRequestException');
    },
  );

  it.each([
    { status: 'IN_PROGRESS', callbackDelaySeconds: 1 },
    { status: 'SUCCESS', resourceModel: { Size: 1 } },
    { status: '?' },
  ])('names a handler that answers with %j as the fault', async (response) => {
    const { get } = cloudControlOf(() => response);
    expect(await codeOf(get('a'))).toBe('PrivateTypeException');
  });

  it('has an exception of the model for every code that a handler may return', async () => {
    const codes = [
      'NotUpdatable',
      'InvalidRequest',
      'AccessDenied',
      'InvalidCredentials',
      'AlreadyExists',
      'NotFound',
    ];
    codes.push(
      'ServiceLimitExceeded',
      'NotStabilized',
      'GeneralServiceException',
      'ServiceTimeout',
      'InternalFailure',
    );
    codes.push('UnauthorizedTaggingOperation', 'SomethingElse');
    for (const errorCode of codes) {
      const { get } = cloudControlOf(() => ({ status: 'FAILED', errorCode, message: 'm' }));
      expect(NAMED).toContain(await codeOf(get('a')));
    }
  });
});

describe('listing', () => {
  const three = { a: { resourceModels: [{ Name: '1' }, { Name: '2' }, { Name: '3' }], nextToken: 'b' } };
  const pages = {
    ...three,
    b: { resourceModels: [], nextToken: 'c' },
    c: { resourceModels: [{ Name: '4' }] },
  };

  async function everyPage(MaxResults?: number): Promise<string[]> {
    const { call } = cloudControlOf(({ nextToken = 'a' }) => ({
      status: 'SUCCESS',
      ...pages[nextToken as keyof typeof pages],
    }));
    const found: string[] = [];
    let NextToken: unknown;
    do {
      const answer = await call('ListResources', { TypeName: TYPE, NextToken, MaxResults });
      const listed = answer.ResourceDescriptions as { Identifier: string }[];
      found.push(listed.map(({ Identifier }) => Identifier).join(''));
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    return found;
  }

  it('pages as the handler does, or in smaller parts', async () => {
    expect(await everyPage()).toEqual(['123', '', '4']);
    expect(await everyPage(2)).toEqual(['12', '3', '', '4']);
    expect(await everyPage(3)).toEqual(['123', '', '4']);
    expect(await everyPage(100)).toEqual(['123', '', '4']);
  });

  it('hands the model to select by to the handler', async () => {
    const { call, events } = cloudControlOf(() => ({ status: 'SUCCESS', resourceModels: [] }));
    await call('ListResources', { TypeName: TYPE, ResourceModel: '{"Kind":"k"}' });
    expect(events[0]?.requestData.resourceProperties).toEqual({ Kind: 'k' });
    expect(await codeOf(call('ListResources', { TypeName: TYPE, ResourceModel: '[]' }))).toBe(
      'InvalidRequestException',
    );
  });

  it.each(['x', 'bnVsbA==', 'eyJza2lwIjotMX0=', 'eyJoYW5kbGVyIjoxLCJza2lwIjowfQ=='])(
    'refuses the token %s',
    async (NextToken) => {
      const { call } = cloudControlOf(memory().script);
      expect(await codeOf(call('ListResources', { TypeName: TYPE, NextToken }))).toBe(
        'InvalidRequestException',
      );
      expect(await codeOf(call('ListResourceRequests', { NextToken }))).toBe('InvalidRequestException');
    },
  );
});

describe('types', () => {
  it('are refused when nobody registered them, or a version of them', async () => {
    const { call, get } = cloudControlOf(memory().script);
    const other = { TypeName: 'No::Such::Type', Identifier: 'a' };
    await expect(call('GetResource', other)).rejects.toMatchObject({
      code: 'TypeNotFoundException',
      status: 400,
    });
    expect(await codeOf(get('a', { TypeVersionId: '00000009' }))).toBe('TypeNotFoundException');
  });

  it('work in the version that the request names', async () => {
    const { create, settle, events } = cloudControlOf(memory().script);
    await create({ Size: 1 }, { TypeVersionId: '00000002' });
    await settle();
    expect(events.map(({ resourceTypeVersion }) => resourceTypeVersion)).toEqual(['00000002']);
  });

  it('support what they have handlers for', async () => {
    const { create, update, remove, get, call } = cloudControlOf(memory().script, { handlers: {} });
    const all = [create({ Size: 1 }), update('a', []), remove('a'), get('a')];
    for (const refused of [...all, call('ListResources', { TypeName: TYPE })])
      expect(await codeOf(refused)).toBe('UnsupportedActionException');
  });
});

it('runs on behalf of its caller, or of the role that the caller passes, in every invocation', async () => {
  const { script, things } = memory(1);
  things.set('a', { Name: 'a', Size: 1 });
  const { call, behalves, settle, advance } = cloudControlOf(script);
  const credentials = { accessKeyId: 'mine', secretAccessKey: 'own' };
  const RoleArn = 'arn:aws:iam::111122223333:role/passed';
  const from = { ...caller, credentials };
  const named = { TypeName: TYPE, Identifier: 'a', RoleArn };
  const PatchDocument = '[{"op":"replace","path":"/Size","value":2}]';
  await call('GetResource', named, from);
  await call('ListResources', { TypeName: TYPE, RoleArn }, from);
  await call('UpdateResource', { ...named, PatchDocument }, from);
  await settle();
  await advance(1000);
  await call('DeleteResource', named, from);
  await settle();
  await advance(1000);
  expect(behalves).toHaveLength(7);
  for (const behalf of behalves)
    expect(behalf).toMatchObject({ ...caller, roleArn: RoleArn, callerCredentials: credentials });
});

describe('requests', () => {
  it('are listed, the newest first, in pages that stay in place while new ones begin', async () => {
    const { create, remove, call, settle, advance } = cloudControlOf(memory(1).script);
    const begun: (string | undefined)[] = [];
    for (const name of ['a', 'b', 'c']) begun.unshift((await create({ Name: name, Size: 1 })).RequestToken);
    await settle();
    await advance(1000);
    const list = async (input: object) => {
      const { ResourceRequestStatusSummaries, NextToken } = await call('ListResourceRequests', input);
      const tokens = (ResourceRequestStatusSummaries as { RequestToken: string }[]).map(
        (one) => one.RequestToken,
      );
      return { tokens, NextToken };
    };
    const first = await list({ MaxResults: 2 });
    expect(first.tokens).toEqual(begun.slice(0, 2));
    const removal = await remove('a');
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect(second).toEqual({ tokens: begun.slice(2), NextToken: undefined });
    const filter = (value: object) => list({ ResourceRequestStatusFilter: value });
    expect((await filter({ Operations: ['DELETE', 'UPDATE'] })).tokens).toEqual([removal.RequestToken]);
    expect((await filter({ OperationStatuses: ['IN_PROGRESS'] })).tokens).toEqual([removal.RequestToken]);
    expect((await filter({ Operations: ['CREATE'], OperationStatuses: ['FAILED'] })).tokens).toEqual([]);
    expect((await filter({})).tokens).toHaveLength(4);
  });

  it('are found on further pages although their status has changed in the meantime', async () => {
    const { create, call, settle, advance } = cloudControlOf(memory(1).script);
    for (const name of ['a', 'b', 'c']) await create({ Name: name, Size: 1 });
    await settle();
    const list = (status: string, NextToken?: unknown) =>
      call('ListResourceRequests', {
        MaxResults: 1,
        NextToken,
        ResourceRequestStatusFilter: { OperationStatuses: [status] },
      });
    const { NextToken } = await list('IN_PROGRESS');
    await advance(1000);
    expect((await list('IN_PROGRESS', NextToken)).ResourceRequestStatusSummaries).toEqual([]);
    expect(await list('SUCCESS', NextToken)).toMatchObject({
      ResourceRequestStatusSummaries: [{ Identifier: 'b' }],
      NextToken: expect.anything(),
    });
  });

  it('include those that MiniStack keeps of types that are not registered', async () => {
    const other = {
      TypeName: 'AWS::SQS::Queue',
      RequestToken: 'q',
      Operation: 'CREATE',
      OperationStatus: 'SUCCESS',
    };
    const from = { ...caller, others: [{ ...other, EventTime: 1 }] } as never;
    const { call } = cloudControlOf(memory().script);
    expect(await call('GetResourceRequestStatus', { RequestToken: 'q' }, from)).toMatchObject({
      ProgressEvent: other,
    });
    expect(await call('ListResourceRequests', {}, from)).toMatchObject({
      ResourceRequestStatusSummaries: [other],
    });
    expect(await codeOf(call('CancelResourceRequest', { RequestToken: 'q' }, from))).toBe(
      'ConcurrentModificationException',
    );
  });

  it('are forgotten seven days after they ended', async () => {
    const { create, status, advance, settle } = cloudControlOf(memory().script);
    const begun = await create({ Size: 1 });
    await settle();
    await advance(7 * 24 * HOUR - 1);
    await status(begun);
    await advance(1);
    expect(await codeOf(status(begun))).toBe('RequestTokenNotFoundException');
  });

  it('end with the engine', async () => {
    const { create, status, service, settle } = cloudControlOf(memory(9).script);
    const begun = await create({ Size: 1 });
    await settle();
    await service.stop();
    await settle();
    expect(await status(begun)).toMatchObject({ OperationStatus: 'FAILED' });
  });
});

it('has the calls of the API and no others', async () => {
  const { call } = cloudControlOf(memory().script);
  expect(await codeOf(call('TestResource', {}))).toBe('UnknownOperationException');
});
