import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findDocker } from '../prerequisites/docker';

const run = promisify(execFile);

/**
 * A Docker configuration of the build's own: a login in it does not change the user's. Plug-ins and the current context
 * are handed on, so that the build talks to the engine that the user talks to.
 */
export function ownDockerConfig(folder: string): void {
  const users = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  mkdirSync(folder, { recursive: true });
  const file = join(users, 'config.json');
  const current = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { currentContext?: string }).currentContext
    : undefined;
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify(current === undefined ? {} : { currentContext: current }),
  );
  for (const name of ['cli-plugins', 'contexts']) {
    if (existsSync(join(users, name))) symlinkSync(join(users, name), join(folder, name));
  }
}

/** What builds pushed to an endpoint is in its registry: it does not stay in the user's `docker images`. */
export async function removeImages(endpoint: string): Promise<void> {
  const docker = findDocker();
  if (docker === undefined) return;
  const prefix = `${new URL(endpoint).host}/`;
  const { stdout } = await run(docker, ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']).catch(() => ({
    stdout: '',
  }));
  const images = stdout.split('\n').filter((name) => name.startsWith(prefix) && !name.endsWith(':<none>'));
  if (images.length > 0) await run(docker, ['image', 'rm', '--force', ...images]).catch(() => {});
}
