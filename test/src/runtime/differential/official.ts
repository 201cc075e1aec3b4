import {
  type Action,
  BaseResource,
  exceptions,
  type HandlerErrorCode,
  type OperationStatus,
  ProgressEvent,
} from '@amazon-web-services-cloudformation/cloudformation-cli-typescript-lib';
import { type Case, overTheWire, VERBS } from './case';
import { languageError, type Script } from './scripts';
import { Configuration, Thing, TYPE } from './thing';

type Made = InstanceType<typeof exceptions.BaseHandlerException>;

/** Its exceptions for these three make their message themselves. */
function exceptionOf(code: string, message: string): Made {
  const named = exceptions as unknown as Record<string, new (...args: string[]) => Made>;
  const Exception = named[code];
  if (Exception === undefined) throw new Error(`the official runtime has no ${code}`);
  const ownWords = ['AlreadyExists', 'NotFound', 'InvalidTypeConfiguration'].includes(code);
  return ownWords ? new Exception(TYPE, message) : new Exception(message);
}

function act(script: Script, desired: Thing | undefined): ProgressEvent<Thing> {
  if (script.kind === 'exception') throw exceptionOf(script.errorCode, script.message);
  if (script.kind === 'error') throw languageError(script);
  if (script.kind === 'thrown value') throw script.value;
  if (script.kind === 'no answer') return undefined as unknown as ProgressEvent<Thing>;
  const event = new ProgressEvent<Thing>();
  event.status = script.status as OperationStatus;
  if (script.errorCode !== undefined) event.errorCode = script.errorCode as HandlerErrorCode;
  if (script.message !== undefined) event.message = script.message;
  if (script.callbackContext !== undefined) event.callbackContext = script.callbackContext;
  if (script.callbackDelaySeconds !== undefined) event.callbackDelaySeconds = script.callbackDelaySeconds;
  if (script.model === 'echo' && desired) event.resourceModel = desired;
  else if (typeof script.model === 'object') event.resourceModel = Thing.deserialize(script.model);
  if (script.models !== undefined)
    event.resourceModels = script.models.map((model) => Thing.deserialize(model));
  if (script.nextToken !== undefined) event.nextToken = script.nextToken;
  return event;
}

/** One event through a separate instance, as JSON; `rejected` if it threw instead of answering. */
export async function officialAnswer({ entry, event, script }: Case): Promise<string> {
  const resource = new (class extends BaseResource<Thing, Configuration> {})(
    TYPE,
    Thing,
    undefined,
    undefined,
    Configuration as never,
  );
  for (const verb of VERBS)
    resource.addHandler(verb as Action, async (_session, request) =>
      act(script, request.desiredResourceState),
    );
  const context = { awsRequestId: '1' } as Parameters<typeof resource.entrypoint>[1];
  try {
    const own = overTheWire(event) as never;
    const answer =
      entry === 'test' ? resource.testEntrypoint(own, context) : resource.entrypoint(own, context);
    return JSON.stringify(await answer) ?? 'undefined';
  } catch (error) {
    return `rejected: ${String(error)}`;
  }
}
