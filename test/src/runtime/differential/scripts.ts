import type { HandlerErrorCode, OperationStatus } from '../../../../src/runtime/protocol';
import type { Plain } from './thing';

/** What a handler does: the same on either side. */
export type Script =
  | {
      kind: 'answer';
      status: OperationStatus;
      errorCode?: HandlerErrorCode;
      message?: string;
      callbackContext?: Plain;
      callbackDelaySeconds?: number;
      /** `echo`: the model that the handler was handed. */
      model?: 'echo' | Plain;
      models?: Plain[];
      nextToken?: string;
    }
  /** The runtime's own exception for a handler error code. */
  | { kind: 'exception'; errorCode: HandlerErrorCode; message: string }
  /** An error of the language. */
  | { kind: 'error'; type: 'Error' | 'TypeError' | 'RangeError'; message: string }
  /** Thrown, and no error at all. */
  | { kind: 'thrown value'; value: string | number | null }
  /** Returned, and no answer at all. */
  | { kind: 'no answer' };

export const ERROR_CODES: readonly HandlerErrorCode[] = [
  'NotUpdatable',
  'InvalidRequest',
  'AccessDenied',
  'InvalidCredentials',
  'AlreadyExists',
  'NotFound',
  'ResourceConflict',
  'Throttling',
  'ServiceLimitExceeded',
  'NotStabilized',
  'GeneralServiceException',
  'ServiceInternalError',
  'NetworkFailure',
  'InternalFailure',
  'InvalidTypeConfiguration',
];

const languageErrors = { Error, TypeError, RangeError };

export const languageError = ({ type, message }: Script & { kind: 'error' }): Error =>
  new languageErrors[type](message);
