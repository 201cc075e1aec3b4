/** How an AWS call failed, as far as a caller's next step depends on it. */
export type FailureKind =
  | 'denied'
  | 'credentials'
  | 'throttled'
  | 'server'
  | 'network'
  | 'limit'
  | 'conflict'
  | 'input'
  | 'other';

/** An AWS call that failed, after the SDK's own retries. */
export class ServiceError extends Error {
  readonly kind: FailureKind;

  constructor(
    /** Service and operation, as IAM writes them: `ecr:CreateRepository`. */
    readonly call: string,
    /** The service's error code: `RepositoryNotFoundException`. */
    readonly code: string,
    message: string,
    status: number | undefined,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'ServiceError';
    this.kind = kindOf(code, status);
  }
}

const kinds: ReadonlyArray<[FailureKind, RegExp]> = [
  [
    'credentials',
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|InvalidAccessKeyId|CredentialsProviderError)/,
  ],
  ['denied', /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|403)/],
  [
    'throttled',
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestThrottled|ProvisionedThroughputExceeded)/,
  ],
  ['limit', /LimitExceeded/],
  ['conflict', /^(OperationAborted|ResourceConflict|ConcurrentModification|Conflict)/],
  ['input', /^(InvalidInput|InvalidParameter|ValidationException|InvalidRequest|InvalidTag|TooManyTags)/],
  [
    'network',
    /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError|NetworkingError|SocketError|UND_ERR)/,
  ],
];

function kindOf(code: string, status: number | undefined): FailureKind {
  const named = kinds.find(([, pattern]) => pattern.test(code));
  if (named !== undefined) return named[0];
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status !== undefined && status >= 500) return 'server';
  return 'other';
}

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

/** As `attempt`, for a call whose answer is always there. */
export async function must<T>(call: string, act: () => Promise<T>): Promise<T> {
  return (await attempt(call, act)) as T;
}
