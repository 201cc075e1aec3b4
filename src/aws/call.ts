import { ServiceError } from '../ports/service-error';

interface SdkError {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/**
 * Runs an SDK call and turns what it throws into a ServiceError.
 * @param call service and operation, as IAM writes them
 * @param absent error codes that mean "there is none": the call then answers undefined
 */
export async function attempt<T>(
  call: string,
  act: () => Promise<T>,
  absent: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await act();
  } catch (thrown) {
    const error = thrown as SdkError;
    // A socket error carries its cause in `code`; its name is just "Error".
    const code = error.name === undefined || error.name === 'Error' ? (error.code ?? 'Error') : error.name;
    if (absent.includes(code)) return undefined;
    throw new ServiceError(call, code, error.message ?? code, error.$metadata?.httpStatusCode, thrown);
  }
}

/** As `attempt`, for a call whose answer always exists. */
export async function must<T>(call: string, act: () => Promise<T>): Promise<T> {
  return (await attempt(call, act)) as T;
}

/** A member that the service's answer always has. */
export function present<T>(call: string, member: string, value: T | undefined): T {
  if (value === undefined)
    throw new ServiceError(call, 'InvalidAnswer', `the answer lacks ${member}`, undefined);
  return value;
}
