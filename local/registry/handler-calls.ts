import type { Invocation } from './event';
import type { Properties } from './properties';
import type { Action, ProgressEvent } from './protocol';

/** The codes after which CloudFormation calls the handler again. */
const RETRYABLE = ['NetworkFailure', 'ResourceConflict', 'ServiceInternalError', 'Throttling'];
const RETRIES = 5;
const FIRST_PAUSE = 500;

/** What calling a handler until its operation is done needs. */
export interface HandlerCalls {
  invoke(invocation: Invocation): Promise<ProgressEvent>;
  /** Milliseconds since 1970. */
  now(): number;
  deadline: number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Aborted when the stack is deleted, or the request cancelled: the operation ends between two invocations. */
  cancelled: AbortSignal;
}

/** Every response of a handler up to the final one: after IN_PROGRESS and its delay, and after retryable failures. */
export async function* callHandler(
  action: Action,
  model: Properties,
  calls: HandlerCalls,
): AsyncGenerator<ProgressEvent> {
  let callbackContext: object | undefined;
  let current = model;
  for (let failures = 0; ; ) {
    const event = await calls.invoke({ action, model: current, callbackContext });
    if (event.status === 'IN_PROGRESS') {
      yield event;
      failures = 0;
      callbackContext = event.callbackContext;
      current = event.resourceModel ?? current;
      if (calls.now() > calls.deadline) return yield timedOut(current);
      await calls.sleep((event.callbackDelaySeconds ?? 0) * 1000, calls.cancelled);
      if (calls.cancelled.aborted) return yield { status: 'FAILED', resourceModel: current };
      continue;
    }
    if (!isRetryable(event) || failures >= RETRIES || calls.cancelled.aborted) return yield event;
    if (event.resourceModel) yield { ...event, status: 'IN_PROGRESS' };
    await calls.sleep(FIRST_PAUSE * 2 ** failures, calls.cancelled);
    if (calls.cancelled.aborted)
      return yield { status: 'FAILED', resourceModel: event.resourceModel ?? null };
    failures += 1;
  }
}

const isRetryable = ({ status, errorCode = '' }: ProgressEvent): boolean =>
  status === 'FAILED' && RETRYABLE.includes(errorCode);

const timedOut = (resourceModel: Properties): ProgressEvent => ({
  status: 'FAILED',
  errorCode: 'NotStabilized',
  message: 'Exceeded attempts to wait',
  resourceModel,
});
