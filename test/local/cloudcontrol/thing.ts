import * as sdk from '@aws-sdk/client-cloudcontrol';
import { CloudControlServiceException } from '@aws-sdk/client-cloudcontrol';
import type { Asker, Behalf } from '../../../local/cloudcontrol/asker';
import { cloudControlService } from '../../../local/cloudcontrol/service';
import type { HandlerHost } from '../../../local/registry/handler-host';
import { modelCheck } from '../../../local/registry/model-validation';
import { Operations } from '../../../local/registry/operations';
import type { ResourceSchema } from '../../../local/registry/package';
import type { ProgressEvent as Response } from '../../../local/registry/protocol';
import type { Registry } from '../../../local/registry/registry';
import type { TypeVersion } from '../../../local/registry/state';
import type { ServiceModel } from '../../../local/service/api-model';
import { AwsError } from '../../../local/service/errors';

export const TYPE = 'Test::Local::Thing';
export const caller: Asker = { account: '111122223333', region: 'eu-west-1' };

const schema: ResourceSchema = {
  typeName: TYPE,
  properties: {
    Name: { type: 'string' },
    Size: { type: 'integer', maximum: 1000 },
    Kind: { type: 'string' },
    Secret: { type: 'string' },
    Alias: { type: 'string' },
    Arn: { type: 'string' },
    Labels: { type: 'array', items: { $ref: '#/definitions/Label' } },
  },
  definitions: { Label: { type: 'object', properties: { Key: { type: 'string' }, Id: { type: 'string' } } } },
  required: ['Size'],
  primaryIdentifier: ['/properties/Name'],
  additionalIdentifiers: [['/properties/Alias']],
  readOnlyProperties: ['/properties/Arn', '/properties/Labels/*/Id'],
  createOnlyProperties: ['/properties/Name', '/properties/Kind'],
  writeOnlyProperties: ['/properties/Secret'],
  handlers: { create: {}, read: {}, update: {}, delete: {}, list: {} },
};

export interface Event {
  action: string;
  bearerToken: string;
  nextToken?: string;
  callbackContext?: { left: number };
  resourceTypeVersion: string;
  requestData: {
    callerCredentials: { accessKeyId: string };
    resourceProperties: Record<string, unknown>;
    previousResourceProperties: Record<string, unknown> | null;
  };
}

export type Script = (event: Event) => Response | Promise<Response>;
type Answer = Record<string, unknown>;

/** The errors that the service's model names: those that the SDK has classes for. */
export const NAMED = new Set(
  Object.entries(sdk).flatMap(([name, value]) =>
    typeof value === 'function' && value.prototype instanceof CloudControlServiceException ? name : [],
  ),
);

const model: ServiceModel = {
  operations: {},
  shapes: { ConcurrentModificationException: { type: 'structure', fault: true } },
};

/** Cloud Control with one type, whose handlers are a script, and a clock that moves only when told to. */
export function cloudControlOf(script: Script, more: Partial<ResourceSchema> = {}) {
  const events: Event[] = [];
  const behalves: Behalf[] = [];
  const sleepers = new Set<{ until: number; wake: () => void }>();
  let clock = 1_000_000;
  const versionOf = (versionId: string): TypeVersion => {
    const full = { ...schema, ...more };
    const invoke = async (event: object) => {
      events.push(event as Event);
      return script(event as Event);
    };
    const host = { schema: full, invoke } as unknown as HandlerHost;
    return { typeName: TYPE, versionId, host, check: modelCheck(full) } as unknown as TypeVersion;
  };
  const type = {
    name: TYPE,
    versions: [versionOf('00000001'), versionOf('00000002')],
    defaultVersion: '00000001',
  };
  const registry = {
    state: () => ({
      liveType({ TypeName }: { TypeName: string }) {
        if (TypeName !== TYPE) throw new AwsError('TypeNotFoundException', `no ${TypeName}`, 404);
        return type;
      },
    }),
  } as unknown as Registry;
  const operations = new Operations(registry, {
    credentials: async (_role, _type, request) => {
      behalves.push(request);
      return { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' };
    },
    typeConfiguration: () => undefined,
    now: () => clock,
    sleep: (milliseconds, signal) =>
      new Promise((wake) => {
        const sleeper = { until: clock + milliseconds, wake };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => wake());
      }),
  });
  const service = cloudControlService({ registry, operations, model, now: () => clock });
  const call = async (operation: string, input: object, from = caller): Promise<Answer> =>
    JSON.parse(JSON.stringify(await service.handle(operation, input as Answer, from)));
  const change = async (operation: string, input: object): Promise<sdk.ProgressEvent> =>
    (await call(operation, { TypeName: TYPE, ...input })).ProgressEvent as sdk.ProgressEvent;

  return {
    events,
    /** On whose behalf each invocation was. */
    behalves,
    service,
    call,
    now: () => clock,
    create: (desired: object, rest: object = {}) =>
      change('CreateResource', { DesiredState: JSON.stringify(desired), ...rest }),
    update: (Identifier: string, operations: object[], rest: object = {}) =>
      change('UpdateResource', { Identifier, PatchDocument: JSON.stringify(operations), ...rest }),
    remove: (Identifier: string, rest: object = {}) => change('DeleteResource', { Identifier, ...rest }),
    get: (Identifier: string, rest: object = {}) =>
      call('GetResource', { TypeName: TYPE, Identifier, ...rest }),
    status: (event: { RequestToken?: string | undefined }) =>
      change('GetResourceRequestStatus', { TypeName: undefined, RequestToken: event.RequestToken }),
    cancel: (event: { RequestToken?: string | undefined }) =>
      change('CancelResourceRequest', { TypeName: undefined, RequestToken: event.RequestToken }),
    /** Lets everything run that does not wait for the clock. */
    settle,
    async advance(milliseconds: number): Promise<void> {
      clock += milliseconds;
      for (const sleeper of sleepers) {
        if (sleeper.until > clock) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let times = 0; times < 5; times += 1) await new Promise((done) => setImmediate(done));
}

/** The code of an error; fails when there is none. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    (answer) => {
      throw new Error(`expected an error, got ${JSON.stringify(answer)}`);
    },
    (error: AwsError) => error.code,
  );
}

/** Handlers that keep things in memory; each change takes a number of callbacks. */
export function memory(callbacks = 0): { script: Script; things: Map<string, Record<string, unknown>> } {
  const things = new Map<string, Record<string, unknown>>();
  const fail = (errorCode: string): Response => ({
    status: 'FAILED',
    errorCode,
    message: `it is ${errorCode}`,
  });
  const shown = (name: string): Response => {
    const { Secret: _secret, ...thing } = things.get(name) ?? {};
    return { status: 'SUCCESS', resourceModel: { ...thing, Arn: `arn:${name}` } };
  };
  const script: Script = ({ action, callbackContext, requestData }) => {
    const properties = requestData.resourceProperties;
    const alias = [...things].find(([, thing]) => thing.Alias === properties.Alias)?.[0];
    const name = String(properties.Name ?? (action === 'CREATE' ? 'generated' : alias));
    if (action === 'LIST')
      return { status: 'SUCCESS', resourceModels: [...things.keys()].map((Name) => ({ Name })) };
    if (action === 'CREATE' && callbackContext === undefined) {
      if (things.has(name)) return { ...fail('AlreadyExists'), resourceModel: { Name: name } };
      things.set(name, { ...properties, Name: name });
    }
    if (!things.has(name)) return fail('NotFound');
    if (action === 'READ') return shown(name);
    const left = callbackContext?.left ?? callbacks;
    if (left > 0)
      return {
        status: 'IN_PROGRESS',
        message: `${left} to go`,
        callbackContext: { left: left - 1 },
        callbackDelaySeconds: 1,
        resourceModel: { ...properties, Name: name },
      };
    if (action === 'UPDATE') things.set(name, { ...properties });
    if (action !== 'DELETE')
      return { ...shown(name), resourceModel: { ...things.get(name), Arn: `arn:${name}` } };
    things.delete(name);
    return { status: 'SUCCESS' };
  };
  return { script, things };
}
