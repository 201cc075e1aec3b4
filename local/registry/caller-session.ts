import { STS } from '@aws-sdk/client-sts';
import { ROOT_SESSION } from '../engine/endpoint';
import { arnOf } from '../service/arn';
import { assumeRole, type Credentials } from '../service/credentials';
import type { OperationRequest } from './protocol';

/**
 * The session that a type without an execution role works with: of the role that the request passes to CloudFormation, or
 * of the caller; of the account's root user where the engine does not know the caller.
 * @throws Error AccessDenied when the role doesn't trust CloudFormation
 */
export async function callerSession(
  engine: { endpoint: string; secret: string },
  request: Pick<OperationRequest, 'account' | 'region' | 'roleArn' | 'callerCredentials'>,
): Promise<Credentials> {
  const { account, region, roleArn, callerCredentials } = request;
  if (roleArn !== undefined)
    return assumeRole(engine, roleArn, {
      principal: 'cloudformation.amazonaws.com',
      sourceArn: arnOf('cloudformation', 'resource/*', request),
      account,
      region,
    });
  if (callerCredentials === undefined) return ROOT_SESSION;
  const { sessionToken } = callerCredentials;
  if (sessionToken !== undefined) return { ...callerCredentials, sessionToken };
  const sts = new STS({ endpoint: engine.endpoint, region, credentials: callerCredentials });
  const { Credentials: session } = await sts.getSessionToken({});
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}
