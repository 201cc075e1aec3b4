import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeImages } from '../../local/codebuild/docker-config';
import {
  type Container,
  createContainer,
  createRepositories,
  type Repositories,
} from './codebuild-container';
import { docker } from './tools';

/** A context whose RUN has a shell without a base image: the machine's static busybox. */
export function fill(source: string): void {
  writeFileSync(
    join(source, 'Dockerfile'),
    'FROM scratch\nCOPY bin /bin\nARG VALUE\nRUN ["/bin/busybox", "sh", "-c", "echo made once > /made"]\n',
  );
  mkdirSync(join(source, 'bin'));
  copyFileSync('/usr/bin/busybox', join(source, 'bin/busybox'));
  chmodSync(join(source, 'bin/busybox'), 0o755);
}

/** The RUN step itself came out of the cache, not only a COPY before it. */
export const CACHED_RUN = /RUN \["\/bin\/busybox"[^\n]*\n#\d+ CACHED/;

/** Forgets the daemon's own layers, so that only the registry can know them. */
export const forget = (host?: string) =>
  spawnSync(docker, [...(host === undefined ? [] : ['--host', host]), 'buildx', 'prune', '--all', '--force']);

/** Registers the hooks of a test file: a container with such a context and repositories of its own, anew for each test. */
export function useCachedContext(): { readonly repositories: Repositories; readonly container: Container } {
  let repositories: Repositories;
  let container: Container;
  beforeEach(async () => {
    repositories = await createRepositories();
    container = createContainer(repositories);
    fill(container.source);
  });
  afterEach(() => container.remove());
  // What the tests pushed does not stay in `docker images`.
  afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));
  return {
    get repositories() {
      return repositories;
    },
    get container() {
      return container;
    },
  };
}
