import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import {
  beginUpdate,
  cloudformation,
  create,
  lastEvents,
  remove,
  settle,
  shortly,
  update,
} from '../support/deployed-stacks';
import { registryRequests, registryToken } from '../support/registry-requests';
import { uniqueName } from '../support/tools';

const queue = (Properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  ...more,
  Properties,
});
/** Fails once what it depends on is done: a queue has no such attribute. */
const broken = (after: string) => queue({ QueueName: { 'Fn::GetAtt': [after, 'Nothing'] } });

const builder = (BuilderName: string, more: object = {}) => ({
  Type: 'TokenInjectable::Docker::Builder',
  Properties: {
    BuilderName,
    PollIntervalSeconds: 1,
    CacheDisabled: true,
    Source: { Inline: 'FROM scratch\nARG VALUE\nCOPY <<EOF /x\n$VALUE\nEOF\n' },
    BuildArgs: { VALUE: 'one' },
    Repository: { RemovalPolicy: 'DELETE' },
    ...more,
  },
});

const started = ['stack UPDATE_IN_PROGRESS'];
const ended = ['stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'stack UPDATE_COMPLETE'];

describe('an update records events', () => {
  it('of what changes, what is created and what is deleted, and of nothing else', async () => {
    const name = uniqueName('changes');
    const resources = { Same: queue(), Changed: queue({ DelaySeconds: 1 }), Gone: queue() };
    await create(name, { Resources: resources });
    const next = { Same: queue(), Changed: queue({ DelaySeconds: 2 }), New: queue() };
    expect(await update(name, { Resources: next })).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(await lastEvents(name)).toEqual([
      ...started,
      'Changed UPDATE_IN_PROGRESS',
      'Changed UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_COMPLETE',
      'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Gone DELETE_IN_PROGRESS',
      'Gone DELETE_COMPLETE',
      'stack UPDATE_COMPLETE',
    ]);
    const { StackResources = [] } = await cloudformation.describeStackResources({ StackName: name });
    expect(StackResources.map((one) => `${one.LogicalResourceId} ${one.ResourceStatus}`).sort()).toEqual([
      'Changed UPDATE_COMPLETE',
      'New CREATE_COMPLETE',
      'Same CREATE_COMPLETE',
    ]);
    await remove(name);
  });

  it('of a new resource that fails, as one that failed to create', async () => {
    const name = uniqueName('fails');
    await create(name, { Resources: { Queue: queue() } });
    const next = { Queue: queue({ DelaySeconds: 1 }), Bad: broken('Queue') };
    expect(await update(name, { Resources: next })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await lastEvents(name)).toEqual([
      ...started,
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'Bad CREATE_FAILED',
      'stack UPDATE_ROLLBACK_IN_PROGRESS',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'stack UPDATE_ROLLBACK_COMPLETE',
    ]);
    await remove(name);
  });
});

describe('outputs alone', () => {
  const template = (Value: string) => ({ Resources: { Queue: queue() }, Outputs: { Name: { Value } } });

  it('are an update, and the same again is none', async () => {
    const name = uniqueName('outputs');
    await create(name, template('one'));
    expect(await update(name, template('two'))).toMatchObject({
      status: 'UPDATE_COMPLETE',
      outputs: { Name: 'two' },
    });
    expect(await lastEvents(name)).toEqual([...started, ...ended]);
    await expect(update(name, template('two'))).rejects.toThrow('No updates are to be performed.');
    await remove(name);
  });

  it.each<[string, object]>([
    ['a value', template('two')],
    ['an output', { Resources: { Queue: queue() } }],
    [
      'a parameter that only an output uses',
      {
        Parameters: { Value: { Type: 'String', Default: 'two' } },
        Resources: { Queue: queue() },
        Outputs: { Name: { Value: { Ref: 'Value' } } },
      },
    ],
  ])('are a change set that can be executed: %s', async (_name, next) => {
    const name = uniqueName('outputs');
    const set = { StackName: name, ChangeSetName: 'outputs' };
    await create(name, template('one'));
    await cloudformation.createChangeSet({ ...set, TemplateBody: JSON.stringify(next) });
    const { Status, Changes } = await cloudformation.describeChangeSet(set);
    expect({ Status, Changes: Changes ?? [] }).toEqual({ Status: 'CREATE_COMPLETE', Changes: [] });
    await cloudformation.executeChangeSet(set);
    expect(await settle(name)).toMatchObject({ status: 'UPDATE_COMPLETE' });
    await cloudformation.createChangeSet({ ...set, TemplateBody: JSON.stringify(next) });
    expect(await cloudformation.describeChangeSet(set)).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("didn't contain changes"),
    });
    await remove(name);
  });
});

describe('a change set that gives a resource another type', () => {
  const topic = { Type: 'AWS::SNS::Topic' };

  it('is refused in AWS’s words, unless the resource is not in the stack', async () => {
    const name = uniqueName('types');
    const set = { StackName: name, ChangeSetName: 'types' };
    const gone = { Never: { 'Fn::Equals': ['a', 'b'] } };
    await create(name, { Conditions: gone, Resources: { A: queue(), B: queue({}, { Condition: 'Never' }) } });
    const change = async (template: object) => {
      await cloudformation.createChangeSet({ ...set, TemplateBody: JSON.stringify(template) });
      const { Status, StatusReason } = await cloudformation.describeChangeSet(set);
      await cloudformation.deleteChangeSet(set);
      return `${Status} ${StatusReason ?? ''}`.trim();
    };
    expect(await change({ Resources: { A: topic, B: topic } })).toBe(
      'FAILED Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
    expect(await change({ Resources: { A: queue(), B: topic } })).toBe('CREATE_COMPLETE');
    expect(
      await change({ Conditions: gone, Resources: { A: { ...topic, Condition: 'Never' }, C: topic } }),
    ).toBe('CREATE_COMPLETE');
    await remove(name);
  });
});

describe('declarations alone', () => {
  const Resources = { Queue: queue() };
  const Conditions = (value: string) => ({ Chosen: { 'Fn::Equals': [value, 'a'] } });
  it.each<[string, object]>([
    ['a condition', { Resources, Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } } }],
    ['a description', { Resources, Description: 'Queues' }],
    ['metadata', { Resources, Metadata: { Owner: 'a' } }],
  ])('are no update: %s', async (_name, next) => {
    const name = uniqueName('declared');
    await create(name, { Resources });
    await expect(update(name, next)).rejects.toThrow('No updates are to be performed.');
    await remove(name);
  });

  it('are an update when a condition gets another value', async () => {
    const name = uniqueName('declared');
    const more = { ...Resources, Other: queue({}, { Condition: 'Chosen' }) };
    await create(name, { Resources: more, Conditions: Conditions('b') });
    await update(name, { Resources: more, Conditions: Conditions('a') });
    expect(await lastEvents(name)).toContain('Other CREATE_COMPLETE');
    await remove(name);
  });
});

describe('a resource of a registered type', () => {
  const name = uniqueName('typed');
  const [old, fresh] = [`${name}-old`, `${name}-new`];
  const template = (Image: object) => ({ Resources: { Image, Queue: queue({}, { DependsOn: 'Image' }) } });
  beforeAll(() => create(name, template(builder(old))), 30_000);
  afterAll(() => remove(name), 30_000);

  it.each([
    ['a build argument', builder(old, { BuildArgs: { VALUE: 'two' } }), 'False'],
    ['a nested property', builder(old, { Repository: { RemovalPolicy: 'RETAIN' } }), 'False'],
    ['a create-only property', builder(fresh), 'True'],
    ['a nested create-only property', builder(old, { Repository: { Name: fresh } }), 'True'],
    [
      'a property that comes from another resource',
      builder(old, { BuildArgs: { VALUE: { Ref: 'Other' } } }),
      'False',
    ],
  ])('is replaced by the schema, says the change set: %s', async (_name, image, Replacement) => {
    const set = { StackName: name, ChangeSetName: 'look' };
    const resources = { ...template(image).Resources, Other: queue() };
    await cloudformation.createChangeSet({ ...set, TemplateBody: JSON.stringify({ Resources: resources }) });
    const { Changes = [] } = await cloudformation.describeChangeSet(set);
    await cloudformation.deleteChangeSet(set);
    const [image_] = Changes.filter((one) => one.ResourceChange?.LogicalResourceId === 'Image');
    expect(image_?.ResourceChange).toMatchObject({ Action: 'Modify', Replacement });
  });

  it('is replaced with the events of AWS', async () => {
    expect(await update(name, template(builder(fresh)))).toMatchObject({ status: 'UPDATE_COMPLETE' });
    const events = await lastEvents(name, (event) =>
      [shortly(event), event.LogicalResourceId === 'Image' ? event.PhysicalResourceId : ''].join(' ').trim(),
    );
    expect(events).toEqual([
      ...started,
      `Image UPDATE_IN_PROGRESS ${old}`,
      `Image UPDATE_IN_PROGRESS ${fresh}`,
      `Image UPDATE_COMPLETE ${fresh}`,
      'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      `Image DELETE_IN_PROGRESS ${old}`,
      `Image DELETE_COMPLETE ${old}`,
      'stack UPDATE_COMPLETE',
    ]);
    const reasons = await lastEvents(name, ({ ResourceStatusReason = '' }) => ResourceStatusReason);
    expect(reasons.slice(1, 3)).toEqual([
      'Requested update requires the creation of a new physical resource; hence creating one.',
      'Resource creation Initiated',
    ]);
  }, 30_000);
});

describe('an update that is cancelled during its last resource', () => {
  it('ends in UPDATE_ROLLBACK_COMPLETE, with the old parameters and the old image', async () => {
    const name = uniqueName('cancelled');
    const template = {
      Parameters: { Value: { Type: 'String', Default: 'one' } },
      Resources: {
        Image: builder(name, { BuildArgs: { VALUE: { Ref: 'Value' } }, PreBuildCommands: ['sleep 1'] }),
      },
      Outputs: { Tag: { Value: { 'Fn::GetAtt': ['Image', 'ImageTag'] } } },
    };
    const before = await create(name, template);
    await beginUpdate(name, template, { Value: 'two' });
    while (!(await lastEvents(name)).includes('Image UPDATE_IN_PROGRESS'))
      await new Promise((done) => setTimeout(done, 20));
    await cloudformation.cancelUpdateStack({ StackName: name });
    expect(await settle(name)).toEqual({ ...before, status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await lastEvents(name)).toEqual([
      'stack UPDATE_ROLLBACK_IN_PROGRESS',
      'Image UPDATE_IN_PROGRESS',
      'Image UPDATE_COMPLETE',
      'stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'stack UPDATE_ROLLBACK_COMPLETE',
    ]);
    await remove(name);
  }, 60_000);
});

describe('a stack in a status that forbids it', () => {
  const template = { Resources: { Queue: queue() } };
  const other = { Resources: { Queue: queue({ DelaySeconds: 1 }) } };
  const changeSet = (StackName: string, ChangeSetType: 'CREATE' | 'UPDATE') =>
    cloudformation.createChangeSet({
      StackName,
      ChangeSetName: 'one',
      ChangeSetType,
      TemplateBody: JSON.stringify(other),
    });

  it('is neither created nor updated after a create that was rolled back', async () => {
    const name = uniqueName('remains');
    await create(name, { Resources: { ...template.Resources, Bad: broken('Queue') } });
    const refusal = /^Stack:arn:.+ is in ROLLBACK_COMPLETE state and can not be updated\.$/;
    await expect(create(name, template)).rejects.toThrow(`Stack [${name}] already exists`);
    await expect(update(name, template)).rejects.toThrow(refusal);
    await expect(changeSet(name, 'UPDATE')).rejects.toThrow(refusal);
    await expect(changeSet(name, 'CREATE')).rejects.toThrow(
      `Stack [${name}] already exists and cannot be created again with the changeSet [one].`,
    );
    await remove(name);
    expect(await create(name, template)).toMatchObject({ status: 'CREATE_COMPLETE' });
    await remove(name);
  });

  it('is not updated while an operation is under way', async () => {
    const name = uniqueName('busy');
    const slow = { Image: builder(name, { PreBuildCommands: ['sleep 1'] }), ...template.Resources };
    await cloudformation.createStack({ StackName: name, TemplateBody: JSON.stringify({ Resources: slow }) });
    const refusal = /^Stack:arn:.+ is in CREATE_IN_PROGRESS state and can not be updated\.$/;
    await expect(update(name, other)).rejects.toThrow(refusal);
    await expect(changeSet(name, 'UPDATE')).rejects.toThrow(refusal);
    expect(await settle(name)).toMatchObject({ status: 'CREATE_COMPLETE' });
    await remove(name);
  }, 30_000);
});

describe('an export', () => {
  const exporting = (Name: string, Value: string) => ({
    Resources: { Queue: queue() },
    Outputs: { Value: { Value, Export: { Name } } },
  });
  const reasons = (name: string) => lastEvents(name, ({ ResourceStatusReason = '' }) => ResourceStatusReason);

  it('belongs to one stack, and stays while another one imports it', async () => {
    const [name, other, user] = [uniqueName('export'), uniqueName('other'), uniqueName('user')];
    await create(name, exporting(name, 'one'));
    expect(await create(other, exporting(name, 'one'))).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(await reasons(other)).toContainEqual(
      `Export with name ${name} is already exported by stack ${name}.`,
    );
    await create(user, {
      Resources: { Queue: queue() },
      Outputs: { Value: { Value: { 'Fn::ImportValue': name } } },
    });
    expect(await update(name, exporting(name, 'two'))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await reasons(name)).toContainEqual(`Cannot update export ${name} as it is in use by ${user}`);
    await update(name, { Resources: { Queue: queue() } });
    expect(await reasons(name)).toContainEqual(`Cannot delete export ${name} as it is in use by ${user}`);
    await expect(remove(name)).rejects.toThrow(`Export ${name} cannot be deleted as it is in use by ${user}`);
    await remove(user);
    expect(await update(name, exporting(`${name}-new`, 'two'))).toMatchObject({ status: 'UPDATE_COMPLETE' });
    const { Exports = [] } = await cloudformation.listExports({});
    expect(Exports.map((one) => one.Name).filter((one) => one?.startsWith(name))).toEqual([`${name}-new`]);
    await remove(other);
    await remove(name);
  });
});

describe('a nested stack', () => {
  const s3 = new S3({ forcePathStyle: true });
  const bucket = uniqueName('nested');
  const names: string[] = [];
  beforeAll(() => s3.createBucket({ Bucket: bucket }));
  afterAll(async () => {
    for (const name of names) await remove(name);
  }, 30_000);

  async function nested(resources: object, more: object = {}): Promise<object> {
    const Key = `${uniqueName('child')}.json`;
    await s3.putObject({ Bucket: bucket, Key, Body: JSON.stringify({ Resources: resources, ...more }) });
    const TemplateURL = `${process.env.AWS_ENDPOINT_URL}/${bucket}/${Key}`;
    return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } };
  }

  async function parent(resources: object): Promise<{ name: string; child: string }> {
    const name = uniqueName('parent');
    names.push(name);
    expect(await create(name, { Resources: { Child: await nested(resources) } })).toMatchObject({
      status: 'CREATE_COMPLETE',
    });
    const { StackResourceDetail } = await cloudformation.describeStackResource({
      StackName: name,
      LogicalResourceId: 'Child',
    });
    return { name, child: StackResourceDetail?.PhysicalResourceId ?? '' };
  }

  const delayOf = async (child: string) => {
    const { TemplateBody = '{}' } = await cloudformation.getTemplate({ StackName: child });
    return JSON.parse(TemplateBody).Resources.Queue.Properties.DelaySeconds;
  };

  it('whose update fails ends in UPDATE_ROLLBACK_COMPLETE, as its parent does', async () => {
    const { name, child } = await parent({ Queue: queue({ DelaySeconds: 1 }) });
    const Child = await nested({ Queue: queue({ DelaySeconds: 2 }), Bad: broken('Queue') });
    expect(await update(name, { Resources: { Child } })).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
    });
    expect(await settle(child)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await delayOf(child)).toBe(1);
    const reasons = await lastEvents(name, (event) => event.ResourceStatusReason ?? '');
    expect(reasons).toContainEqual(
      `Embedded stack ${child} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to create: [Bad].`,
    );
  });

  it('goes back with its parent, what it had deleted and replaced included', async () => {
    const { name, child } = await parent({ Queue: queue({ DelaySeconds: 1 }), Kept: queue() });
    const resources = async () =>
      (await cloudformation.describeStackResources({ StackName: child })).StackResources?.map(
        ({ PhysicalResourceId }) => PhysicalResourceId,
      );
    const before = await resources();
    const Child = await nested({ Queue: queue({ DelaySeconds: 2 }), New: queue() });
    const next = { Child, Bad: broken('Child') };
    expect(await update(name, { Resources: next })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await settle(child)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await resources()).toEqual(before);
    expect(await delayOf(child)).toBe(1);
    // The same without the fault: the clean-up of the nested stack comes with that of its parent.
    expect(await update(name, { Resources: { Child } })).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(await settle(child)).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect((await lastEvents(child)).slice(-2)).toEqual(['Kept DELETE_IN_PROGRESS', 'Kept DELETE_COMPLETE']);
  });

  it('that can’t be created is gone with the rollback of its parent', async () => {
    const name = uniqueName('parent');
    names.push(name);
    const Child = await nested({ Queue: queue({ QueueName: name }), Bad: broken('Queue') });
    expect(await create(name, { Resources: { Child } })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(await lastEvents(name)).toEqual([
      'stack CREATE_IN_PROGRESS',
      'Child CREATE_IN_PROGRESS',
      'Child CREATE_IN_PROGRESS',
      'Child CREATE_FAILED',
      'stack ROLLBACK_IN_PROGRESS',
      'Child DELETE_IN_PROGRESS',
      'Child DELETE_COMPLETE',
      'stack ROLLBACK_COMPLETE',
    ]);
  });

  it('needs the capability for macros that its parent has', async () => {
    const name = uniqueName('parent');
    names.push(name);
    const Child = await nested({ Queue: queue() }, { Transform: 'AWS::Serverless-2016-10-31' });
    await create(name, { Resources: { Child } });
    expect(await lastEvents(name, ({ ResourceStatusReason = '' }) => ResourceStatusReason)).toContainEqual(
      expect.stringContaining('Requires capabilities : [CAPABILITY_AUTO_EXPAND]'),
    );
  });

  it('is refused for the faults that a stack is refused for', async () => {
    const name = uniqueName('parent');
    names.push(name);
    const Child = await nested({ Queue: queue({ QueueName: { Ref: 'No' } }) });
    await create(name, { Resources: { Child } });
    expect(await lastEvents(name, ({ ResourceStatusReason = '' }) => ResourceStatusReason)).toContainEqual(
      'Template format error: Unresolved resource dependencies [No] in the Resources block of the template',
    );
  });
});

describe('an image without layers', () => {
  it('fails as ECR refuses it, at once', async () => {
    const name = uniqueName('empty');
    const Image = builder(name, { Source: { Inline: 'FROM scratch\nLABEL a=b\n' } });
    expect(await create(name, { Resources: { Image } })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    const reasons = await lastEvents(name, ({ ResourceStatusReason = '' }) => ResourceStatusReason);
    expect(reasons.join('\n')).toMatch(/cannot push to .+: 405 Method Not Allowed.+at least one layer/);
    expect(reasons.filter((reason) => reason === 'Resource creation Initiated')).toHaveLength(1);
    await remove(name);
  }, 30_000);

  it('is refused by the registry in the words of ECR', async () => {
    const ecr = new ECR({});
    const repositoryName = uniqueName('empty');
    await ecr.createRepository({ repositoryName });
    const endpoint = process.env.AWS_ENDPOINT_URL as string;
    const { ask } = registryRequests(endpoint, await registryToken(endpoint, ROOT_KEYS));
    const manifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: null });
    const { status, text } = await ask('PUT', `us-east-1/${repositoryName}/manifests/one`, manifest);
    expect([status, JSON.parse(text)]).toEqual([
      405,
      {
        errors: [
          {
            code: 'UNSUPPORTED',
            message:
              "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Image has to have at least 1 layer'",
            detail: {},
          },
        ],
      },
    ]);
    await ecr.deleteRepository({ repositoryName });
  });
});
