import type { Credentials } from '../service/credentials';
import type { Properties } from './properties';

export type Action = 'CREATE' | 'READ' | 'UPDATE' | 'DELETE' | 'LIST';

/** A session, or the keys of a user. */
export type CallerCredentials = Omit<Credentials, 'sessionToken'> & Partial<Credentials>;

/** What a stack or Cloud Control asks of a type. */
export interface OperationRequest {
  typeName: string;
  action: Action;
  properties: Properties;
  previous?: Properties | null;
  physicalId?: string;
  logicalId?: string;
  stackId?: string | null;
  stackTags?: Record<string, string> | null;
  previousStackTags?: Record<string, string> | null;
  /** What a further page of LIST starts with. */
  nextToken?: string | undefined;
  /** Identifies the operation to the handlers. Default: a new one. */
  token?: string;
  /** Whose rights the handlers of a type without an execution role have: those of a role, or else the caller's. */
  roleArn?: string | undefined;
  callerCredentials?: CallerCredentials | undefined;
  account: string;
  region: string;
}

/** The progress of an operation: the identifier as soon as it is known, then the outcome. */
export type Step =
  | { identifier: string }
  | { physicalId: string; attributes: Record<string, unknown>; model: Properties }
  /** With the identifier that a failed create returned: its stack deletes the resource. */
  | { failure: string; code: string; identifier?: string };

/** A handler's response. */
export interface ProgressEvent {
  status: string;
  errorCode?: string;
  message?: string;
  callbackContext?: object;
  callbackDelaySeconds?: number;
  resourceModel?: Properties | null;
  resourceModels?: Properties[];
  nextToken?: string;
}

/** What driving an operation needs from outside. */
export interface OperationHost {
  /** Credentials of a role for a version of a type; without a role, those that the request comes with. */
  credentials(roleArn: string | undefined, typeArn: string, request: OperationRequest): Promise<Credentials>;
  typeConfiguration(request: OperationRequest): Record<string, unknown> | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
