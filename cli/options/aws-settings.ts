// The AWS settings that come from the environment and the user's files. The SDK reads them on its first call and
// reports a fault in them late, or as an internal error; here they are checked before anything is done.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { badInput } from '../exit-code';
import { quote, REGION } from './check';

type Environment = Readonly<Record<string, string | undefined>>;

const SERVICES = ['', '_CLOUDFORMATION', '_CLOUDWATCH_LOGS', '_CODEBUILD', '_S3', '_STS'];

/** Throws for a profile that no file defines, and for a Region or an endpoint of the environment that can't be one. */
export function checkAwsSettings(
  { profile, region }: { profile?: string; region?: string },
  environment: Environment = process.env,
): void {
  const chosen = profile ?? environment.AWS_PROFILE;
  if (chosen) requireProfile(profile === undefined ? 'AWS_PROFILE' : '--profile', chosen, environment);
  for (const name of region === undefined ? ['AWS_REGION', 'AWS_DEFAULT_REGION'] : []) {
    const value = environment[name];
    if (value && !REGION.test(value)) {
      throw badInput(`${name} ${quote(value)} is not a Region: it must look like eu-west-1`);
    }
  }
  for (const service of SERVICES) checkEndpoint(`AWS_ENDPOINT_URL${service}`, environment);
}

function checkEndpoint(name: string, environment: Environment): void {
  const value = environment[name];
  if (!value) return;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw badInput(`${name} ${quote(value)} is not an endpoint: it must look like http://127.0.0.1:4566`);
  }
}

function requireProfile(source: string, profile: string, environment: Environment): void {
  const known = profiles(environment);
  if (known.has(profile)) return;
  const hint = known.size === 0 ? 'no profile is configured' : `the profiles are ${[...known].join(', ')}`;
  throw badInput(`${source}: there is no profile ${quote(profile)}: ${hint}`);
}

/** The profiles of both files. A file that can't be read defines none. */
function profiles(environment: Environment): Set<string> {
  const home = environment.HOME ?? homedir();
  const config = environment.AWS_CONFIG_FILE ?? join(home, '.aws/config');
  const credentials = environment.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws/credentials');
  return new Set([
    ...headings(config).flatMap((heading) =>
      heading === 'default' ? [heading] : (/^profile\s+(.+)$/.exec(heading)?.slice(1) ?? []),
    ),
    ...headings(credentials),
  ]);
}

function headings(file: string): string[] {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(/^\s*\[\s*(.+?)\s*\]/gm)].map(([, heading = '']) => heading.replace(/["']/g, ''));
}
