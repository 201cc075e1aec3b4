import { createEntrypoints } from '../../src/runtime';
import type { HandlerEvent } from '../../src/runtime/event';
import type { Handler, ProgressEvent } from '../../src/runtime/protocol';

/** The model of the runtime's tests: any properties. */
export type AnyModel = Record<string, unknown>;

export const credentials = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'very-secret-key',
  sessionToken: 'session-token',
};

/** An event as CloudFormation sends it to a type with a log group. */
export const event = (more: Partial<HandlerEvent> = {}): HandlerEvent => ({
  action: 'CREATE',
  awsAccountId: '123456789012',
  bearerToken: 'bearer-token-1',
  region: 'eu-west-1',
  stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1',
  resourceType: 'Test::Type::Thing',
  requestData: {
    resourceProperties: { Name: 'x' },
    logicalResourceId: 'Thing',
    callerCredentials: credentials,
    providerCredentials: credentials,
    providerLogGroupName: 'group',
  },
  ...more,
});

/** An entry point of a type whose verbs are all this handler. */
export function entrypointWith(handler: Handler<AnyModel, object, AnyModel>) {
  const handlers = { CREATE: handler, READ: handler, UPDATE: handler, DELETE: handler, LIST: handler };
  const identity = (raw: unknown) => raw as AnyModel;
  return createEntrypoints<AnyModel, object, AnyModel>({
    typeName: 'Test::Type::Thing',
    handlers,
    coerce: { model: identity, typeConfiguration: identity },
  }).entrypoint;
}

/** An entry point whose handler returns this event. */
export const answering = (answer: ProgressEvent<AnyModel, object>) => entrypointWith(async () => answer);
