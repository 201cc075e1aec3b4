import { createEntrypoints } from '../../../../src/runtime';
import type { HandlerEvent, TestEvent } from '../../../../src/runtime/event';
import { HandlerError } from '../../../../src/runtime/handler-error';
import type { HandlerRequest, ProgressEvent } from '../../../../src/runtime/protocol';
import { type Case, overTheWire, VERBS } from './case';
import { languageError, type Script } from './scripts';
import { coerced, type Plain, TYPE } from './thing';

/** The words that the official exceptions make. */
export function wordsOf({ errorCode, message }: Script & { kind: 'exception' }): string {
  if (errorCode === 'AlreadyExists')
    return `Resource of type '${TYPE}' with identifier '${message}' already exists.`;
  if (errorCode === 'NotFound')
    return `Resource of type '${TYPE}' with identifier '${message}' was not found.`;
  if (errorCode === 'InvalidTypeConfiguration')
    return `Invalid TypeConfiguration provided for type '${TYPE}'. Reason: ${message}`;
  return message;
}

function act(script: Script, desired: Plain | undefined): ProgressEvent<Plain, Plain> {
  if (script.kind === 'exception') throw new HandlerError(script.errorCode, wordsOf(script));
  if (script.kind === 'error') throw languageError(script);
  if (script.kind === 'thrown value') throw script.value;
  if (script.kind === 'no answer') return undefined as unknown as ProgressEvent<Plain, Plain>;
  const { kind: _kind, model, models, ...answer } = script;
  return {
    ...answer,
    ...(model === 'echo' ? { resourceModel: desired } : {}),
    ...(typeof model === 'object' ? { resourceModel: model } : {}),
    ...(models === undefined ? {} : { resourceModels: models }),
  };
}

/** One event through our runtime, as JSON; `asked` receives what the handler received. */
export async function ourAnswer(
  { entry, event, script }: Case,
  asked: (request: HandlerRequest<Plain, Plain, Plain>) => void = () => {},
): Promise<string> {
  const handler = async (request: HandlerRequest<Plain, Plain, Plain>) => {
    asked(request);
    return act(script, request.desiredResourceState);
  };
  const handlers = Object.fromEntries(VERBS.map((verb) => [verb, handler]));
  const { entrypoint, testEntrypoint } = createEntrypoints<Plain, Plain, Plain>({
    typeName: TYPE,
    handlers: handlers as Record<(typeof VERBS)[number], typeof handler>,
    coerce: { model: coerced, typeConfiguration: coerced },
  });
  const own = overTheWire(event);
  const answer = entry === 'test' ? testEntrypoint(own as TestEvent) : entrypoint(own as HandlerEvent);
  return JSON.stringify(await answer);
}
