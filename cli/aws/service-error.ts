// The SDK's errors in the user's words. Which class an error is of depends on the service and the protocol; its name
// and status are what they share.
import { CommandFailure, ExitCode, notReady } from '../exit-code';

interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number };
  code?: string;
}

/** Names of errors that mean "ask again later". */
const THROTTLES = [
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
];

export const hasName = (error: unknown, ...names: string[]) =>
  error instanceof Error && names.includes(error.name);

export const isThrottled = (error: unknown) => hasName(error, ...THROTTLES) || statusOf(error) === 429;

export const statusOf = (error: unknown) => (error as ServiceError | undefined)?.$metadata?.httpStatusCode;

/** CloudFormation answers ValidationError for everything; only its text tells a stack that is not there. */
export const isNoSuchStack = (error: unknown) =>
  hasName(error, 'ValidationError', 'StackNotFoundException') &&
  /does not exist|not found/i.test((error as Error).message);

/** What the user should read instead of an SDK error, with its exit code; undefined for what is not known. */
export function explained(error: unknown): CommandFailure | undefined {
  if (error instanceof CommandFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error as ServiceError;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return notReady(
      `no AWS credentials: ${message}\nlog in (for example "aws sso login"), give --profile, or use --local`,
    );
  }
  if (/region is missing/i.test(message)) {
    return notReady('no Region: give --region, set AWS_REGION, or set one in the profile');
  }
  if (
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId)/.test(
      name,
    )
  ) {
    return notReady(
      `AWS does not accept the credentials (${name}): ${message}\nlog in again or check the profile`,
    );
  }
  if (/AccessDenied|Unauthorized|^Forbidden/.test(name) || statusOf(error) === 403) {
    return notReady(`not permitted: ${message || name}`);
  }
  const code = networkCode(error);
  if (code) return notReady(`can't reach the endpoint (${code}): ${innermost(error).message || message}`);
  if (statusOf(error) !== undefined) return new CommandFailure(ExitCode.stackFailed, `${message || name}`);
  return undefined;
}

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'TimeoutError',
];

function networkCode(error: Error): string | undefined {
  return [error, innermost(error)]
    .flatMap((one) => [(one as ServiceError).code, one.name])
    .find((code) => {
      return code !== undefined && NETWORK.includes(code);
    });
}

/** Node.js reports a refused connection as an AggregateError of one error per address. */
function innermost(error: Error): Error {
  const [first] = error instanceof AggregateError ? error.errors : [error.cause];
  return first instanceof Error ? innermost(first) : error;
}
