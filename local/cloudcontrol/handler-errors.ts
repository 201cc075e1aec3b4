import type { ProgressEvent } from '../registry/protocol';
import { AwsError } from '../service/errors';

/** A handler's error code -> the exception that GetResource and ListResources answer with. */
const EXCEPTIONS: Record<string, string> = {
  NotUpdatable: 'NotUpdatableException',
  InvalidRequest: 'InvalidRequestException',
  AccessDenied: 'GeneralServiceException',
  UnauthorizedTaggingOperation: 'GeneralServiceException',
  InvalidCredentials: 'InvalidCredentialsException',
  AlreadyExists: 'AlreadyExistsException',
  NotFound: 'ResourceNotFoundException',
  ResourceConflict: 'ResourceConflictException',
  Throttling: 'ThrottlingException',
  ServiceLimitExceeded: 'ServiceLimitExceededException',
  NotStabilized: 'NotStabilizedException',
  GeneralServiceException: 'GeneralServiceException',
  ServiceInternalError: 'ServiceInternalErrorException',
  ServiceTimeout: 'HandlerFailureException',
  NetworkFailure: 'NetworkFailureException',
  InternalFailure: 'HandlerInternalFailureException',
};

/** The error code of a failed request: the service's model knows fewer codes than handlers may return. */
export const errorCodeOf = ({ errorCode }: ProgressEvent): string =>
  errorCode !== undefined && errorCode in EXCEPTIONS ? errorCode : 'InternalFailure';

/**
 * The successful response of a handler that answers at once.
 * @throws AwsError for any other response
 */
export function requireSuccess(event: ProgressEvent, typeName: string, token: string): ProgressEvent {
  const { status, message = '', errorCode = 'InternalFailure' } = event;
  if (status === 'SUCCESS') return event;
  if (status !== 'FAILED')
    throw new AwsError('PrivateTypeException', `${typeName} Handler returned an invalid response: ${status}`);
  const details = `(HandlerErrorCode: ${errorCode}, RequestToken: ${token})`;
  throw new AwsError(
    EXCEPTIONS[errorCode] ?? 'HandlerFailureException',
    `${typeName} Handler returned status FAILED: ${message} ${details}`,
  );
}
