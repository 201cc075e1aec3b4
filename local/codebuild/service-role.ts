import type { Credentials } from '../service/credentials';
import { AwsError } from '../service/errors';
import type { Caller } from '../service/service';
import type { BuildPlatform } from './platform';

type Platform = Pick<BuildPlatform, 'credentials'>;

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

/** CodeBuild assumes the role that a project is given before it stores the project. */
export async function requireAssumable(
  platform: Platform,
  { serviceRole, name }: { serviceRole?: string | undefined; name: string },
  caller: Caller,
): Promise<void> {
  if (serviceRole !== undefined) await serviceRoleSession(platform, serviceRole, name, caller);
}
