import type { Model } from '../models';
import type { CallbackContext } from '../ports/callback-context';
import { type FailureKind, ServiceError } from '../ports/service-error';
import type * as protocol from '../runtime/protocol';
import type { HandlerErrorCode } from '../runtime/protocol';
import { type Fail, type Wait, wait } from '../waiting/outcome';

export type ProgressEvent = protocol.ProgressEvent<Model, CallbackContext>;

/** Not done yet: CloudFormation hands the context back after the wait; the model carries the identifier. */
export const inProgress = (model: Model, callbackContext: CallbackContext, wait: Wait): ProgressEvent => ({
  status: 'IN_PROGRESS',
  message: wait.note,
  callbackDelaySeconds: wait.seconds,
  callbackContext,
  resourceModel: model,
});

/**
 * What went wrong, as the protocol reports it.
 * @param model carries the identifier of what CloudFormation may delete after a failed create; undefined: nothing
 */
export const failed = (
  { code, message }: { code: HandlerErrorCode; message: string },
  model: Model | undefined,
): ProgressEvent => ({
  status: 'FAILED',
  errorCode: code,
  message,
  ...(model === undefined ? {} : { resourceModel: model }),
});

/** A part's failure. With an identifier in an AlreadyExists event, CloudFormation would delete what was there before. */
export const partFailed = (outcome: Fail, model: Model): ProgressEvent =>
  failed(outcome, outcome.code === 'AlreadyExists' ? undefined : model);

/**
 * An error that ended an invocation whose operation can go on. A call that the invocation's end cut off is repeated by
 * the next one: every step reads before it acts.
 */
export const interrupted = (error: unknown, model: Model, context: CallbackContext): ProgressEvent =>
  error instanceof ServiceError && error.kind === 'time'
    ? inProgress(model, context, wait(1, `${error.call} did not answer in time; trying again`))
    : threw(error, model);

/** An error that a verb did not expect. */
export const threw = (error: unknown, model: Model | undefined): ProgressEvent =>
  failed(describe(error), model);

export const notFound = (builder: string | undefined): ProgressEvent =>
  failed(
    { code: 'NotFound', message: `there is no builder "${builder ?? ''}" in this account and Region` },
    undefined,
  );

const codes: Record<FailureKind, HandlerErrorCode> = {
  denied: 'AccessDenied',
  credentials: 'InvalidCredentials',
  throttled: 'Throttling',
  server: 'ServiceInternalError',
  network: 'NetworkFailure',
  time: 'NetworkFailure',
  limit: 'ServiceLimitExceeded',
  conflict: 'ResourceConflict',
  input: 'InvalidRequest',
  other: 'GeneralServiceException',
};

function describe(error: unknown): { code: HandlerErrorCode; message: string } {
  if (error instanceof ServiceError) {
    const advice = error.kind === 'denied' ? ' (as the execution role of the resource type)' : '';
    return {
      code: codes[error.kind],
      message: `${error.call} failed${advice}: ${error.code}: ${error.message}`,
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'InternalFailure', message };
}
