import type { VpcConfig } from '@aws-sdk/client-codebuild';
import type { Credentials } from '../service/credentials';
import { AwsError } from '../service/errors';
import type { Caller } from '../service/service';
import { requireNetwork } from './network';
import type { BuildPlatform } from './platform';

type Platform = Pick<BuildPlatform, 'credentials' | 'endpoint'>;

type Projected = { serviceRole?: string | undefined; name: string; vpcConfig?: VpcConfig | undefined };

/**
 * A session of the role that a project's builds run as.
 * @throws AwsError InvalidInputException, in CodeBuild's words
 */
export function serviceRoleSession(
  platform: Platform,
  role: string,
  project: string,
  caller: Caller,
): Promise<Credentials> {
  return platform.credentials(role, project, caller).catch(() => {
    const message = `CodeBuild is not authorized to perform: sts:AssumeRole on ${role}`;
    throw new AwsError('InvalidInputException', message);
  });
}

/** CodeBuild assumes the role that a project is given, and reads its VPC with it, before it stores the project. */
export async function requireAssumable(
  platform: Platform,
  { serviceRole, name, vpcConfig }: Projected,
  caller: Caller,
): Promise<void> {
  if (serviceRole === undefined) return;
  const credentials = await serviceRoleSession(platform, serviceRole, name, caller);
  await requireNetwork(vpcConfig, { endpoint: platform.endpoint, region: caller.region, credentials });
}
