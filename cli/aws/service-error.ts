// Questions about the SDK's errors. The class of an error depends on the service and the protocol; all of them have a
// name, and those that a service answered have a status.
import { isNativeError } from 'node:util/types';

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

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'EPROTO',
  'TimeoutError',
];

/** A certificate that does not prove whose the endpoint is, or an answer that is not TLS. */
const TLS = /^ERR_(TLS|SSL)_|^CERT_|_CERT(IFICATE)?(_|$)|^UNABLE_TO_/;

export const hasName = (error: unknown, ...names: string[]) =>
  isNativeError(error) && names.includes(error.name);

export const isThrottled = (error: unknown) => hasName(error, ...THROTTLES) || statusOf(error) === 429;

export const statusOf = (error: unknown) => (error as ServiceError | undefined)?.$metadata?.httpStatusCode;

export const isDenied = (error: unknown) =>
  isNativeError(error) &&
  (/AccessDenied|Unauthorized|NotAuthorized|^Forbidden/.test(error.name) || statusOf(error) === 403);

/** CloudFormation answers ValidationError for everything; only its text identifies a stack that does not exist. */
export const isNoSuchStack = (error: unknown) =>
  hasName(error, 'ValidationError', 'StackNotFoundException') &&
  /does not exist|not found/i.test((error as Error).message);

/** The code of a connection that failed, such as ECONNREFUSED; undefined for an answer and for other errors. */
export function networkCode(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  return [error, innermost(error)]
    .flatMap((one) => [(one as ServiceError).code, one.name])
    .find((code) => code !== undefined && (NETWORK.includes(code) || TLS.test(code)));
}

/** The service can't answer now: the connection failed, or it reports an internal fault. */
export const isOutage = (error: unknown) => networkCode(error) !== undefined || (statusOf(error) ?? 0) >= 500;

/** Node.js reports a refused connection as an AggregateError of one error per address. */
export function innermost(error: Error): Error {
  const [first] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error.cause];
  return isNativeError(first) ? innermost(first) : error;
}

/** An error of the file system: it has a path, or comes from a system call that files have. */
export const isFileError = (error: Error): error is NodeJS.ErrnoException => {
  const { code, path, syscall = '' } = error as NodeJS.ErrnoException;
  if (code === undefined || NETWORK.includes(code)) return false;
  return path !== undefined || FILE_CALLS.includes(syscall);
};

const FILE_CALLS = [
  'open',
  'read',
  'write',
  'stat',
  'lstat',
  'mkdir',
  'mkdtemp',
  'scandir',
  'readlink',
  'rm',
];
