import { STS } from '@aws-sdk/client-sts';
import { ROOT_KEYS } from '../engine/endpoint';
import type { Caller } from './service';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** The service that assumes a role, and what for. */
export interface ServiceCall extends Caller {
  /** Such as codebuild.amazonaws.com: what the role's trust policy names. */
  principal: string;
  /** The ARN of the resource that the role is assumed for: `aws:SourceArn` in the trust policy. */
  sourceArn: string;
}

/**
 * Returns a session of a role, assumed as an AWS service assumes it. The endpoint believes the service's name because of
 * the secret, which only the two halves of the engine know.
 * @throws Error AccessDenied when the role doesn't trust the service for that resource
 */
export async function assumeRole(
  { endpoint, secret }: { endpoint: string; secret: string },
  RoleArn: string,
  { principal, account, region, sourceArn }: ServiceCall,
): Promise<Credentials> {
  const sts = new STS({ endpoint, region, credentials: ROOT_KEYS });
  const identity = {
    'x-docker-builder-service': principal,
    'x-docker-builder-secret': secret,
    'x-amz-source-account': account,
    'x-amz-source-arn': sourceArn,
  };
  sts.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, identity);
      return next(args);
    },
    { step: 'build', name: 'serviceIdentity' },
  );
  const RoleSessionName = SESSION_NAMES[principal] ?? principal;
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName });
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

const SESSION_NAMES: Record<string, string> = {
  'codebuild.amazonaws.com': 'AWSCodeBuild',
  'resources.cloudformation.amazonaws.com': 'AWSCloudFormation',
};
