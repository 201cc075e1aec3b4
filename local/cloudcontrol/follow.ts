import { NOTHING, type Operation } from '../registry/operation';
import type { ResourceSchema } from '../registry/package';
import { identifierOf, type Properties, without } from '../registry/properties';
import type { ProgressEvent } from '../registry/protocol';
import { errorCodeOf } from './handler-errors';
import type { ResourceRequest } from './request';
import type { Outcome, Report, Requests } from './requests';

/** Drives an operation to its end and keeps its request up to date. Never rejects. */
export async function follow(
  operation: Pick<Operation, 'responses'>,
  request: ResourceRequest,
  requests: Requests,
  schema: ResourceSchema,
  now: () => number,
): Promise<void> {
  let last = NOTHING;
  try {
    for await (const event of operation.responses()) {
      last = event;
      if (event.status !== 'IN_PROGRESS') continue;
      const delay = event.callbackDelaySeconds ?? 0;
      requests.report(request, {
        ...reportOf(event, schema),
        retryAfter: delay > 0 ? now() + delay * 1000 : undefined,
      });
    }
  } catch (error) {
    last = { status: 'FAILED', message: error instanceof Error ? error.message : String(error) };
  }
  requests.finish(request, outcomeOf(last, request, schema));
}

function outcomeOf(
  last: ProgressEvent,
  { operation, status }: ResourceRequest,
  schema: ResourceSchema,
): Outcome {
  if (last.status === 'SUCCESS') {
    if (operation === 'DELETE') return { status: 'SUCCESS' };
    const report = reportOf(last, schema);
    if (report.identifier !== undefined || operation === 'UPDATE') return { ...report, status: 'SUCCESS' };
    const message = 'the handler returned a model without its identifier';
    return { status: 'FAILED', errorCode: 'InternalFailure', message };
  }
  // An operation that was ended between two invocations has no error.
  if (status === 'CANCEL_IN_PROGRESS' && last.errorCode === undefined)
    return { status: 'CANCEL_COMPLETE', ...named(last, schema) };
  const code = errorCodeOf(last);
  // A resource that existed before is not the one that this request creates.
  const identifier = code === 'AlreadyExists' ? {} : named(last, schema);
  return { ...identifier, status: 'FAILED', errorCode: code, message: last.message ?? '' };
}

const reportOf = (event: ProgressEvent, schema: ResourceSchema): Report => ({
  ...named(event, schema),
  model: event.resourceModel ? shown(event.resourceModel, schema) : undefined,
  message: event.message || undefined,
});

const named = ({ resourceModel }: ProgressEvent, schema: ResourceSchema): { identifier?: string } => {
  const identifier = identifierOf(schema, resourceModel);
  return identifier === undefined ? {} : { identifier };
};

/** What is write-only is shown to nobody. */
const shown = (model: Properties, { writeOnlyProperties }: ResourceSchema): Properties =>
  without(model, writeOnlyProperties);
