// Every error in the user's words, with its exit code: one line, and never a stack trace.
import { isNativeError } from 'node:util/types';
import { badInput, CommandFailure, ExitCode, notReady } from '../exit-code';
import { innermost, isDenied, isFileError, networkCode, statusOf } from './service-error';

/** The failure that an error means to the user. An error that nothing here knows is a bug of ours, and reported as one. */
export function explain(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (!isNativeError(error)) return internal(String(error));
  return (
    explainFile(error) ??
    explainCredentials(error) ??
    explainAnswer(error) ??
    explainSetting(error) ??
    internal(error.message || error.name, error)
  );
}

/** What the file system refuses is input, unless the machine is out of something. */
function explainFile(error: Error): CommandFailure | undefined {
  if (!isFileError(error)) return undefined;
  const { code = '', path } = error;
  const what = FILE_ERRORS[code] ?? oneLine(error.message);
  const message = path === undefined ? what : `${path}: ${what}`;
  return SHORTAGES.includes(code) ? notReady(message) : badInput(message);
}

const FILE_ERRORS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'is a folder, not a file',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the file system is read-only',
  ENXIO: 'no such device',
  ETXTBSY: 'is a program that is running',
  EBUSY: 'is in use',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this machine',
  EIO: 'the device reports an error',
};

const SHORTAGES = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO'];

function explainCredentials({ name, message }: Error): CommandFailure | undefined {
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return notReady(
      `no AWS credentials: ${oneLine(message)}; log in (for example "aws sso login"), give --profile, or use --local`,
    );
  }
  if (/region is missing|region="" is not/i.test(message)) {
    return notReady('no Region: give --region, set AWS_REGION, or set one in the profile');
  }
  if (
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId)/.test(
      name,
    )
  ) {
    return notReady(
      `AWS does not accept the credentials (${name}): ${oneLine(message)}; log in again or check the profile`,
    );
  }
  return undefined;
}

/** What the SDK says about a setting of the environment or the profile that it can't use. */
function explainSetting({ message }: Error): CommandFailure | undefined {
  const known =
    /^(Invalid parameter for|Cannot load |Region not accepted|Invalid (credential|profile|endpoint))/i;
  return known.test(message)
    ? badInput(`a setting of the AWS configuration is wrong: ${oneLine(message)}`)
    : undefined;
}

function explainAnswer(error: Error): CommandFailure | undefined {
  const message = oneLine(error.message || error.name);
  if (isDenied(error)) return notReady(`not permitted: ${message}`);
  const code = networkCode(error);
  if (code) {
    return notReady(`can't reach the endpoint (${code}): ${oneLine(innermost(error).message) || message}`);
  }
  if (/Deserialization error/i.test(message) || /^HPE_/.test(String((error as NodeJS.ErrnoException).code))) {
    return notAws();
  }
  const status = statusOf(error);
  if (status === undefined) return undefined;
  if (/^Unknown(Error)?$/.test(error.name) || message === 'Unknown') return notAws(status);
  if (status >= 500) return notReady(`the service answers with status ${status}: ${message}`);
  if (/^(Validation(Error|Exception)|InvalidParameter\w*|InvalidInputException)$/.test(error.name)) {
    return badInput(message);
  }
  return new CommandFailure(ExitCode.stackFailed, message);
}

/** The answer of something else, such as a proxy or another server. */
export const notAws = (status?: number) =>
  notReady(
    // S3's refusal of a HEAD request has no text, so that this may be AWS.
    status === 400
      ? 'the service refuses the request without a reason (status 400): the credentials may have expired, or AWS_ENDPOINT_URL is not AWS'
      : `the endpoint does not answer as AWS does${status === undefined ? '' : ` (status ${status})`}: check AWS_ENDPOINT_URL and the network`,
  );

const internal = (message: string, cause?: Error) =>
  new CommandFailure(
    ExitCode.internal,
    `bug in docker-builder: ${oneLine(message)} (set DOCKER_BUILDER_DEBUG=1 for the stack trace, and please report it)`,
    { cause },
  );

const oneLine = (text: string) => text.trim().replace(/\s*[\r\n]+\s*/g, '; ');
