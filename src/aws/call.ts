import { ServiceError } from '../ports/service-error';

interface SdkError {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** What an SDK call is sent with. */
export interface SendOptions {
  abortSignal?: AbortSignal;
}

type Act<T> = (options: SendOptions) => Promise<T>;

/** The calls of one invocation: each ends at the latest when the invocation has to. */
export interface Calls {
  /**
   * Runs an SDK call and turns what it throws into a ServiceError.
   * @param call service and operation, as IAM writes them
   * @param absent error codes that mean "there is none": the call then returns undefined
   */
  attempt<T>(call: string, act: Act<T>, absent: readonly string[]): Promise<T | undefined>;
  /** As `attempt`, for a call whose answer always exists. */
  must<T>(call: string, act: Act<T>): Promise<T>;
}

export function callsUntil(end: AbortSignal | undefined): Calls {
  const send = <T>(call: string, act: Act<T>): Promise<T> =>
    end === undefined ? act({}) : untilEnd(call, act, end);
  return {
    async attempt(call, act, absent) {
      try {
        return await send(call, act);
      } catch (thrown) {
        const error = serviceError(call, thrown);
        if (absent.includes(error.code)) return undefined;
        throw error;
      }
    },
    async must(call, act) {
      try {
        return await send(call, act);
      } catch (thrown) {
        throw serviceError(call, thrown);
      }
    },
  };
}

/** Also ends the SDK's pauses between its own tries, which its abort signal does not. */
function untilEnd<T>(call: string, act: Act<T>, end: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    const stop = () => failed(new ServiceError(call, OUT_OF_TIME, 'no answer in time', undefined));
    if (end.aborted) return stop();
    end.addEventListener('abort', stop, { once: true });
    act({ abortSignal: end })
      .then(done, failed)
      .finally(() => end.removeEventListener('abort', stop));
  });
}

const OUT_OF_TIME = 'OutOfTime';

function serviceError(call: string, thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  const error = thrown as SdkError;
  // A socket error carries its cause in `code`; its name is just "Error".
  const code = error.name === undefined || error.name === 'Error' ? (error.code ?? 'Error') : error.name;
  return new ServiceError(call, code, error.message ?? code, error.$metadata?.httpStatusCode, thrown);
}

/** A member that the service's answer always has. */
export function present<T>(call: string, member: string, value: T | undefined): T {
  if (value === undefined)
    throw new ServiceError(call, 'InvalidAnswer', `the answer lacks ${member}`, undefined);
  return value;
}
