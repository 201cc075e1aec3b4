/** How an AWS call failed, as far as a caller's next step depends on it. */
export type FailureKind =
  | 'denied'
  | 'credentials'
  | 'throttled'
  | 'server'
  | 'network'
  /** The invocation's time was up before the answer came. */
  | 'time'
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
  ['time', /^OutOfTime$/],
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
