/** The handler protocol of CloudFormation: what a handler is asked and what it answers (developer guide, "Handler contract"). */

export type Action = 'CREATE' | 'READ' | 'UPDATE' | 'DELETE' | 'LIST';

export type OperationStatus = 'IN_PROGRESS' | 'SUCCESS' | 'FAILED';

/** The handler error codes of the protocol; CloudFormation retries the four of `retryable`. */
export type HandlerErrorCode =
  | 'NotUpdatable'
  | 'InvalidRequest'
  | 'AccessDenied'
  | 'InvalidCredentials'
  | 'AlreadyExists'
  | 'NotFound'
  | 'ResourceConflict'
  | 'Throttling'
  | 'ServiceLimitExceeded'
  | 'NotStabilized'
  | 'GeneralServiceException'
  | 'ServiceInternalError'
  | 'NetworkFailure'
  | 'InternalFailure'
  | 'InvalidTypeConfiguration';

/** A handler's answer. Delays are whole seconds; a message has at most 900 characters (message-limit.ts). */
export interface ProgressEvent<Model, Context> {
  status: OperationStatus;
  errorCode?: HandlerErrorCode;
  message?: string;
  /** Handed back in the next invocation; absent in a final answer. */
  callbackContext?: Context;
  callbackDelaySeconds?: number;
  resourceModel?: Model;
  resourceModels?: Model[];
  nextToken?: string;
}

/** What CloudFormation asks, with properties as the schema types them. */
export interface HandlerRequest<Model, Context, TypeConfiguration> {
  action: Action;
  region: string;
  awsAccountId: string;
  awsPartition: string;
  clientRequestToken: string;
  /** Absent in contract tests. */
  stackId: string | undefined;
  logicalResourceIdentifier: string | undefined;
  desiredResourceState: Model | undefined;
  previousResourceState: Model | undefined;
  /** Stack tags, without system tags. */
  desiredResourceTags: Record<string, string>;
  previousResourceTags: Record<string, string>;
  systemTags: Record<string, string>;
  previousSystemTags: Record<string, string>;
  typeConfiguration: TypeConfiguration | undefined;
  /** Undefined in the first invocation of an operation. */
  callbackContext: Context | undefined;
  nextToken: string | undefined;
}

/** Credentials of the type's execution role, as the event carries them; undefined: the process's own are used. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface Logger {
  /** Writes one line; secrets are redacted before it leaves the process. Delivered in one batch at the invocation's end. */
  log(message: string): void;
}

/** What an invocation gives its handler in addition to the request. */
interface Invocation {
  credentials: SessionCredentials | undefined;
  logger: Logger;
  /** Milliseconds until the handler must have answered (60 s after the start; 30 s for read and list). */
  timeLeft(): number;
}

export type Handler<Model, Context, TypeConfiguration> = (
  request: HandlerRequest<Model, Context, TypeConfiguration>,
  invocation: Invocation,
) => Promise<ProgressEvent<Model, Context>>;

export type Handlers<Model, Context, TypeConfiguration> = Record<
  Action,
  Handler<Model, Context, TypeConfiguration>
>;
