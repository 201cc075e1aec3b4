import { randomUUID } from 'node:crypto';
import type { OperationStatus, Operation as OperationType } from '@aws-sdk/client-cloudcontrol';
import type { Properties } from '../registry/properties';

/** A request to create, update or delete a resource, and how far it is. Times are milliseconds since 1970. */
export interface ResourceRequest {
  readonly token: string;
  readonly typeName: string;
  readonly operation: OperationType;
  status: OperationStatus;
  identifier: string | undefined;
  model: Properties | undefined;
  message: string | undefined;
  errorCode: string | undefined;
  eventTime: number;
  retryAfter: number | undefined;
}

export type NewRequest = Pick<ResourceRequest, 'typeName' | 'operation' | 'identifier'>;

export const newRequest = (given: NewRequest, eventTime: number): ResourceRequest => ({
  ...given,
  token: randomUUID(),
  status: 'IN_PROGRESS',
  model: undefined,
  message: undefined,
  errorCode: undefined,
  eventTime,
  retryAfter: undefined,
});

const CANCELLABLE: readonly (OperationStatus | undefined)[] = ['PENDING', 'IN_PROGRESS'];

export const isCancellable = (status: OperationStatus | undefined): boolean => CANCELLABLE.includes(status);

export const isUnderWay = (status: OperationStatus | undefined): boolean =>
  isCancellable(status) || status === 'CANCEL_IN_PROGRESS';

/** A ProgressEvent as it travels. */
export interface ProgressEvent {
  TypeName: string;
  Identifier?: string | undefined;
  RequestToken: string;
  Operation: OperationType;
  OperationStatus: OperationStatus;
  /** Seconds since 1970. */
  EventTime: number;
  ResourceModel?: string | undefined;
  StatusMessage?: string | undefined;
  ErrorCode?: string | undefined;
  RetryAfter?: number | undefined;
}

const MESSAGE_LIMIT = 2048;
const seconds = (milliseconds: number): number => milliseconds / 1000;

export const progressEventOf = (request: ResourceRequest): ProgressEvent => ({
  TypeName: request.typeName,
  Identifier: request.identifier,
  RequestToken: request.token,
  Operation: request.operation,
  OperationStatus: request.status,
  EventTime: seconds(request.eventTime),
  ResourceModel: request.model && JSON.stringify(request.model),
  StatusMessage: request.message?.slice(0, MESSAGE_LIMIT),
  ErrorCode: request.errorCode,
  RetryAfter: request.retryAfter === undefined ? undefined : seconds(request.retryAfter),
});
