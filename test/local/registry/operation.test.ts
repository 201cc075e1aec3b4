import type { HandlerHost } from '../../../local/registry/handler-host';
import { modelCheck } from '../../../local/registry/model-validation';
import { Operation } from '../../../local/registry/operation';
import type { ResourceSchema } from '../../../local/registry/package';
import type { OperationHost, OperationRequest, Step } from '../../../local/registry/protocol';
import type { TypeVersion } from '../../../local/registry/state';

const schema: ResourceSchema = {
  typeName: 'Test::Local::Thing',
  properties: {
    Id: { type: 'string' },
    Size: { type: 'integer', maximum: 10 },
    Arn: { type: 'string' },
    Kind: { type: 'string', pattern: '^[a-z]+$' },
  },
  required: ['Size'],
  primaryIdentifier: ['/properties/Id'],
  readOnlyProperties: ['/properties/Id', '/properties/Arn'],
  createOnlyProperties: ['/properties/Kind'],
  handlers: { create: { timeoutInMinutes: 1 }, read: {}, update: {}, delete: {} },
};

interface Event {
  action: string;
  callbackContext?: { n: number };
  requestData: { resourceProperties: Record<string, unknown> };
}

/** A type whose handler is a script of answers, and a host whose sleep moves the clock. */
function scripted(script: (event: Event, n: number) => object) {
  const events: Event[] = [];
  const running: { operation?: Operation } = {};
  const slept: number[] = [];
  let clock = 0;
  let refusal: Error | undefined;
  const host = {
    schema,
    invoke: async (event: object) => script(event as Event, events.push(event as Event)),
  } as unknown as HandlerHost;
  const version = {
    typeName: schema.typeName,
    versionId: '1',
    host,
    check: modelCheck(schema),
  } as unknown as TypeVersion;
  const operationHost: OperationHost = {
    credentials: async () => {
      if (refusal !== undefined) throw refusal;
      return { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' };
    },
    typeConfiguration: () => undefined,
    now: () => clock,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      clock += milliseconds;
    },
  };
  const run = async (request: Partial<OperationRequest>): Promise<Step[]> => {
    const steps: Step[] = [];
    const whole = {
      typeName: schema.typeName,
      action: 'CREATE',
      properties: { Size: 1 },
      account: '1',
      region: 'r',
      ...request,
    } as OperationRequest;
    running.operation = new Operation(whole, version, operationHost);
    for await (const step of running.operation.run()) steps.push(step);
    return steps;
  };
  const refuse = (error: Error): void => {
    refusal = error;
  };
  return { run, running, events, slept, refuse };
}

const done = (model: object) => ({ status: 'SUCCESS', resourceModel: model });

describe("CloudFormation's protocol around a type", () => {
  it('calls a create back after its delay with its context, then reads; Ref and attributes come from the read', async () => {
    const { run, events, slept } = scripted((event) => {
      if (event.action === 'READ') return done({ Id: 'i', Arn: 'arn' });
      if (event.callbackContext) return done({ Id: 'i' });
      return {
        status: 'IN_PROGRESS',
        callbackContext: { n: 1 },
        callbackDelaySeconds: 3,
        resourceModel: { Id: 'i', Size: 1 },
      };
    });
    expect(await run({})).toEqual([
      { identifier: 'i' },
      { physicalId: 'i', attributes: { Id: 'i', Arn: 'arn' }, model: { Id: 'i', Arn: 'arn' } },
    ]);
    expect(events.map(({ action }) => action)).toEqual(['CREATE', 'CREATE', 'READ']);
    expect(slept).toEqual([3000]);
  });

  it('hands numbers and booleans over as strings', async () => {
    const { run, events } = scripted(() => done({ Id: 'i' }));
    await run({});
    expect(events[0]?.requestData.resourceProperties).toEqual({ Size: '1' });
  });

  it.each(['NetworkFailure', 'ResourceConflict', 'ServiceInternalError', 'Throttling'])(
    'calls again after %s, later and later',
    async (errorCode) => {
      const { run, slept } = scripted((_event, n) =>
        n <= 2 ? { status: 'FAILED', errorCode } : done({ Id: 'i' }),
      );
      expect((await run({})).at(-1)).toMatchObject({ physicalId: 'i' });
      expect(slept).toEqual([500, 1000]);
    },
  );

  it('hands what a failed create had named to its stack, and nothing when it named nothing', async () => {
    const naming = scripted(() => ({
      status: 'FAILED',
      errorCode: 'InvalidRequest',
      message: 'no',
      resourceModel: { Id: 'i' },
    }));
    expect((await naming.run({})).at(-1)).toMatchObject({
      code: 'InvalidRequest',
      failure: expect.stringContaining('"no"'),
      identifier: 'i',
    });
    const nameless = scripted(() => ({ status: 'FAILED', errorCode: 'AlreadyExists', message: 'taken' }));
    expect((await nameless.run({})).at(-1)).not.toHaveProperty('identifier');
  });

  it('ends a create whose stack is deleted between two invocations, with what it had named', async () => {
    const { run, running, events } = scripted((_event, n) => {
      if (n === 2) running.operation?.cancel();
      return {
        status: 'IN_PROGRESS',
        callbackDelaySeconds: 1,
        callbackContext: { n },
        resourceModel: { Id: 'i', Size: 1 },
      };
    });
    expect((await run({})).at(-1)).toEqual({
      failure: 'Resource creation cancelled',
      code: 'Cancelled',
      identifier: 'i',
    });
    expect(events).toHaveLength(2);
  });

  it('ends a create that waits to be retried when its stack is deleted; it names only what was named', async () => {
    for (const named of [{ Id: 'i' }, undefined]) {
      const { run, running, events } = scripted(() => {
        running.operation?.cancel();
        return { status: 'FAILED', errorCode: 'Throttling', ...(named && { resourceModel: named }) };
      });
      const steps = await run({ properties: { Id: 'i', Size: 1 } });
      expect(Object.hasOwn(steps.at(-1) ?? {}, 'identifier')).toBe(named !== undefined);
      expect(events).toHaveLength(1);
    }
  });

  it.each([
    ['AccessDenied', 'AccessDenied', 0],
    ['TimeoutError', 'ServiceInternalError', 5],
  ])('without credentials because of %s it fails with %s, after %d retries', async (name, code, retries) => {
    const { run, events, slept, refuse } = scripted(() => done({}));
    refuse(Object.assign(new Error('may not assume the role'), { name }));
    expect(await run({})).toEqual([
      { failure: expect.stringContaining('the handler was not called: may not assume the role'), code },
    ]);
    expect(slept).toHaveLength(retries);
    expect(events).toEqual([]);
  });

  it("ends an operation that does not stabilise within the schema's time-out", async () => {
    const { run } = scripted(({ action }) =>
      action === 'CREATE'
        ? {
            status: 'IN_PROGRESS',
            callbackDelaySeconds: 30,
            callbackContext: { n: 1 },
            resourceModel: { Id: 'i' },
          }
        : { status: 'SUCCESS' },
    );
    expect((await run({})).at(-1)).toMatchObject({ code: 'NotStabilized' });
  });

  it('takes a delete of what is gone for done', async () => {
    const { run } = scripted(() => ({ status: 'FAILED', errorCode: 'NotFound' }));
    expect(await run({ action: 'DELETE', physicalId: 'i' })).toMatchObject([{ physicalId: 'i' }]);
  });

  it.each([
    [{ Size: 1, Colour: 'red' }, 'Model validation failed (#: extraneous key [Colour] is not permitted)'],
    [{}, 'Model validation failed (#: required key [Size] not found)'],
    [{ Size: 'many' }, 'Model validation failed (#/Size: expected type: integer)'],
    [
      { Size: '11' },
      'Model validation failed (#/Size: failed validation constraint for keyword [maximum] (must be <= 10))',
    ],
    [
      { Size: 1, Kind: 'A' },
      expect.stringContaining('#/Kind: failed validation constraint for keyword [pattern]'),
    ],
  ])('refuses %j before the handler is called', async (properties, failure) => {
    const { run, events } = scripted(() => done({ Id: 'i' }));
    expect(await run({ properties })).toEqual([{ failure, code: 'InvalidRequest' }]);
    expect(events).toEqual([]);
  });
});
