import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findDocker } from '../../local/prerequisites/docker';

export { folderOf } from './folder';
export const root = resolve(__dirname, '../..');
export const docker = findDocker() as string;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end; any exit code is a result. */
export const run = (
  file: string,
  args: string[],
  { env, cwd }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Ended> =>
  promisify(execFile)(file, args, {
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout, stderr }),
  );

/** The real `aws` command against the engine; its JSON answer. */
export async function aws<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(join(root, '.venv/bin/aws'), [...args, '--output', 'json'], {
    env: { AWS_PAGER: '' },
  });
  if (code !== 0) throw new Error(stderr.trim());
  return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as T;
}

/** The real `aws` command if its output is not JSON. */
export const awsText = (...args: string[]): Promise<Ended> =>
  run(join(root, '.venv/bin/aws'), args, { env: { AWS_PAGER: '' } });

/** The bundled command, as a user runs it. */
export const dockerBuilder = (...args: string[]): Promise<Ended> =>
  run(process.execPath, [join(root, 'dist/docker-builder.js'), ...args]);

/** A stack name that no other test has. */
export const uniqueName = (word: string): string => `${word}-${randomBytes(4).toString('hex')}`;

/** A file of an image, pulled from its registry, byte for byte. */
export function fileOfImage(uri: string, path: string): Buffer {
  execFileSync(docker, ['pull', '--quiet', uri]);
  const container = execFileSync(docker, ['create', uri, 'none'], { encoding: 'utf8' }).trim();
  try {
    const tar = execFileSync(docker, ['cp', `${container}:${path}`, '-'], { maxBuffer: 64 * 1024 * 1024 });
    return execFileSync('tar', ['-xO'], { input: tar, maxBuffer: 64 * 1024 * 1024 });
  } finally {
    spawnSync(docker, ['rm', container]);
    spawnSync(docker, ['image', 'rm', '--force', uri]);
  }
}

export interface StackEvent {
  LogicalResourceId: string;
  ResourceStatus: string;
  ResourceStatusReason?: string;
}

export const eventsOf = async (stack: string): Promise<StackEvent[]> =>
  (await aws<{ StackEvents: StackEvent[] }>('cloudformation', 'describe-stack-events', '--stack-name', stack))
    .StackEvents;

export const outputsOf = async (stack: string): Promise<Record<string, string>> => {
  const { Stacks } = await aws<{ Stacks: { Outputs?: { OutputKey: string; OutputValue: string }[] }[] }>(
    'cloudformation',
    'describe-stacks',
    '--stack-name',
    stack,
  );
  return Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
};

export const buildsOf = async (builder: string): Promise<string[]> =>
  (
    await aws<{ ids: string[] }>(
      'codebuild',
      'list-builds-for-project',
      '--project-name',
      `docker-builder-${builder}`,
    )
  ).ids;

/** What is left of a builder, by its names. */
export async function leftovers(builder: string): Promise<string[]> {
  const [projects, repositories, groups] = await Promise.all([
    aws<{ projects: string[] }>('codebuild', 'list-projects'),
    aws<{ repositories: { repositoryName: string }[] }>('ecr', 'describe-repositories'),
    aws<{ logGroups: { logGroupName: string }[] }>('logs', 'describe-log-groups'),
  ]);
  const names = [
    ...projects.projects,
    ...repositories.repositories.map(({ repositoryName }) => repositoryName),
    ...groups.logGroups.map(({ logGroupName }) => logGroupName),
  ];
  return names.filter(
    (name) => name.includes(`docker-builder-${builder}`) || name.includes(`docker-builder/${builder}/`),
  );
}
