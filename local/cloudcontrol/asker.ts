import type { CallerCredentials, OperationRequest } from '../registry/protocol';
import type { Caller } from '../service/service';
import type { ProgressEvent } from './request';

/** Who sends a request, as the plug-in knows them. */
export interface Asker extends Caller {
  /** Where IAM is enforced. */
  credentials?: CallerCredentials;
  /** The requests that MiniStack keeps. */
  others?: ProgressEvent[];
}

/** The part of an operation that says on whose behalf it runs. */
export type Behalf = Pick<OperationRequest, 'account' | 'region' | 'roleArn' | 'callerCredentials'>;

export const behalfOf = (
  { account, region, credentials }: Asker,
  { RoleArn }: { RoleArn?: string | undefined },
): Behalf => ({ account, region, roleArn: RoleArn, callerCredentials: credentials });
