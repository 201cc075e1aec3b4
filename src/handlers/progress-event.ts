import { type FailureKind, ServiceError } from '../aws/service-error';
import type { Model } from '../models';
import type { HandlerErrorCode } from '../runtime/protocol';
import type { Answer } from './run';

const codes: Record<FailureKind, HandlerErrorCode> = {
  denied: 'AccessDenied',
  credentials: 'InvalidCredentials',
  throttled: 'Throttling',
  server: 'ServiceInternalError',
  network: 'NetworkFailure',
  limit: 'ServiceLimitExceeded',
  conflict: 'ResourceConflict',
  input: 'InvalidRequest',
  other: 'GeneralServiceException',
};

/**
 * The answer to an error that a verb did not expect. The model goes along: with its identifier CloudFormation can
 * delete what a failed create had made.
 */
export function failed(error: unknown, model: Model | undefined): Answer {
  const [errorCode, message] = describe(error);
  return { status: 'FAILED', errorCode, message, resourceModel: model };
}

function describe(error: unknown): [HandlerErrorCode, string] {
  if (error instanceof ServiceError) {
    const advice = error.kind === 'denied' ? ' (as the execution role of the resource type)' : '';
    return [codes[error.kind], `${error.call} failed${advice}: ${error.code}: ${error.message}`];
  }
  return ['InternalFailure', error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
}

export const notFound = (builder: string | undefined): Answer => ({
  status: 'FAILED',
  errorCode: 'NotFound',
  message: `there is no builder "${builder ?? ''}" in this account and Region`,
});
