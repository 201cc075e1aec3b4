import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findDocker } from '../prerequisites/docker';

const run = promisify(execFile);

/**
 * Writes a Docker configuration for one build, whose logins leave the user's configuration alone. It has the user's plug-ins
 * and current context, so that the build uses the same Docker engine.
 */
export function writeDockerConfig(folder: string): void {
  const users = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  mkdirSync(folder, { recursive: true });
  const currentContext = currentContextIn(join(users, 'config.json'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext }));
  for (const name of ['cli-plugins', 'contexts']) {
    if (existsSync(join(users, name))) symlinkSync(join(users, name), join(folder, name));
  }
}

function currentContextIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { currentContext?: string }).currentContext;
}

/** Removes the images that builds pushed to an endpoint from the user's `docker images`: its registry has them. */
export async function removeImages(endpoint: string): Promise<void> {
  const docker = findDocker();
  if (docker === undefined) return;
  const prefix = `${new URL(endpoint).host}/`;
  const listing = run(docker, ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);
  const { stdout } = await listing.catch(() => ({ stdout: '' }));
  const images = stdout.split('\n').filter((name) => name.startsWith(prefix) && !name.endsWith(':<none>'));
  if (images.length > 0) await run(docker, ['image', 'rm', '--force', ...images]).catch(() => {});
}
