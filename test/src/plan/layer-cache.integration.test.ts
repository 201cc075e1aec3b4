import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeImages } from '../../../local/codebuild/docker-config';
import { buildBlock, installBlock } from '../../../src/plan/buildspec-blocks';
import { type SecondDaemon, startSecondDaemon } from '../../support/second-daemon';
import { aws, docker, folderOf, root, uniqueName } from '../../support/tools';

interface Repositories {
  image: string;
  cache: string;
}

async function repositories(): Promise<Repositories> {
  const name = uniqueName('cache-test');
  const make = async (kind: string) => {
    const { repository } = await aws<{ repository: { repositoryUri: string } }>(
      'ecr',
      'create-repository',
      '--repository-name',
      `${name}/${kind}`,
    );
    return repository.repositoryUri;
  };
  return { image: await make('image'), cache: await make('cache') };
}

/** A context whose RUN has a shell without a base image: the machine's static busybox. */
function context() {
  const folder = folderOf({
    Dockerfile:
      'FROM scratch\nCOPY bin /bin\nARG VALUE\nRUN ["/bin/busybox", "sh", "-c", "echo made once > /made"]\n',
  });
  mkdirSync(join(folder.path, 'bin'));
  copyFileSync('/usr/bin/busybox', join(folder.path, 'bin/busybox'));
  chmodSync(join(folder.path, 'bin/busybox'), 0o755);
  return folder;
}

/** Runs the buildspec's own blocks as CodeBuild does: each in a separate bash. */
function build(
  folder: string,
  { image, cache }: { image: string; cache: string },
  tag: string,
  more: Record<string, string> = {},
) {
  const env = {
    ...process.env,
    PATH: `${dirname(docker)}:${join(root, '.venv/bin')}:${process.env.PATH}`,
    DOCKER_CONFIG: join(folder, '.docker'),
    CODEBUILD_BUILD_ID: 'build:1',
    REPOSITORY_URI: image,
    CACHE_REPOSITORY_URI: cache,
    IMAGE_TAG: tag,
    DOCKERFILE: 'Dockerfile',
    TARGET: '',
    PLATFORM: 'linux/amd64',
    ...more,
  };
  const run = (block: string) =>
    spawnSync('bash', ['-c', block], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  run(installBlock);
  const { status, stdout, stderr } = run(buildBlock);
  return { status, log: stdout + stderr };
}

/** The RUN step itself came out of the cache, not only a COPY before it. */
const CACHED_RUN = /RUN \["\/bin\/busybox"[^\n]*\n#\d+ CACHED/;

/** Forgets the daemon's own layers, so that only the registry can know them. */
const forget = (host?: string) =>
  spawnSync(docker, [...(host === undefined ? [] : ['--host', host]), 'buildx', 'prune', '--all', '--force']);

// What the tests pushed does not stay in `docker images`.
afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));

describe('the layer cache, on a daemon with the containerd snapshotter', () => {
  it('is kept in its repository and used by the next build', async () => {
    const [uris, folder] = [await repositories(), context()];
    expect(build(folder.path, uris, 'one', { ARG_VALUE: 'one' })).toMatchObject({ status: 0 });
    forget();
    const { status, log } = build(folder.path, uris, 'two', { ARG_VALUE: 'one' });
    expect(status).toBe(0);
    expect(log).toMatch(CACHED_RUN);
    folder.remove();
  }, 60_000);

  it('is left alone when it is disabled', async () => {
    const [uris, folder] = [await repositories(), context()];
    expect(build(folder.path, { ...uris, cache: '' }, 'one')).toMatchObject({ status: 0 });
    const name = uris.cache.split('/').slice(2).join('/');
    expect(await aws('ecr', 'list-images', '--repository-name', name)).toEqual({ imageIds: [] });
    folder.remove();
  }, 60_000);

  it('plays no part when a twin has pushed the tag: the build ends without building', async () => {
    const [uris, folder] = [await repositories(), context()];
    build(folder.path, uris, 'one');
    expect(build(folder.path, uris, 'one').log).toContain('nothing to build');
    folder.remove();
  }, 60_000);
});

describe("the layer cache, on a daemon as CodeBuild's (overlay2)", () => {
  let daemon: SecondDaemon;
  beforeAll(async () => {
    daemon = await startSecondDaemon();
  }, 60_000);
  afterAll(() => daemon.stop(), 30_000);

  it("never fails a build: a daemon that is not CodeBuild's own is left running, and the build goes without", async () => {
    const [uris, folder] = [await repositories(), context()];
    const { status, log } = build(folder.path, uris, 'one', { DOCKER_HOST: daemon.host });
    expect({ status, log }).toMatchObject({ status: 0 });
    expect(log).toContain('cannot export a layer cache');
    folder.remove();
  }, 60_000);

  it("restarts CodeBuild's own daemon with the containerd snapshotter, then keeps and uses the cache", async () => {
    const [uris, folder] = [await repositories(), context()];
    const entryPoint = join(folder.path, 'entry-point.sh');
    writeFileSync(entryPoint, '#!/bin/sh\n');
    chmodSync(entryPoint, 0o755);
    const codebuild = {
      DOCKER_HOST: daemon.host,
      DOCKER_BUILDER_PID_FILE: daemon.pidFile,
      DOCKER_BUILDER_ENTRY_POINT: entryPoint,
    };
    const first = build(folder.path, uris, 'one', codebuild);
    expect(first).toMatchObject({ status: 0 });
    expect(first.log).toContain('restarting the Docker daemon');
    forget(daemon.host);
    const second = build(folder.path, uris, 'two', codebuild);
    expect(second.log).not.toContain('restarting the Docker daemon');
    expect(second.log).toMatch(CACHED_RUN);
    folder.remove();
  }, 90_000);
});
