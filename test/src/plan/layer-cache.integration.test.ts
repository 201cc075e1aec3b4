import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeImages } from '../../../local/codebuild/docker-config';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import {
  type Container,
  createContainer,
  createRepositories,
  type Repositories,
} from '../../support/codebuild-container';
import { registryRequests, registryToken } from '../../support/registry-requests';
import { prepareSecondDaemon } from '../../support/second-daemon';
import { aws, docker } from '../../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;

/** A context whose RUN has a shell without a base image: the machine's static busybox. */
function fill(source: string): void {
  writeFileSync(
    join(source, 'Dockerfile'),
    'FROM scratch\nCOPY bin /bin\nARG VALUE\nRUN ["/bin/busybox", "sh", "-c", "echo made once > /made"]\n',
  );
  mkdirSync(join(source, 'bin'));
  copyFileSync('/usr/bin/busybox', join(source, 'bin/busybox'));
  chmodSync(join(source, 'bin/busybox'), 0o755);
}

/** The RUN step itself came out of the cache, not only a COPY before it. */
const CACHED_RUN = /RUN \["\/bin\/busybox"[^\n]*\n#\d+ CACHED/;

/** Forgets the daemon's own layers, so that only the registry can know them. */
const forget = (host?: string) =>
  spawnSync(docker, [...(host === undefined ? [] : ['--host', host]), 'buildx', 'prune', '--all', '--force']);

// What the tests pushed does not stay in `docker images`.
afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));

describe('the layer cache, on a daemon with the containerd snapshotter', () => {
  let repositories: Repositories;
  let container: Container;
  beforeEach(async () => {
    repositories = await createRepositories();
    container = createContainer(repositories);
    fill(container.source);
  });
  afterEach(() => container.remove());

  it('is kept in its repository and used by the next build', async () => {
    const VALUE = { DOCKER_BUILDER_ARG_VALUE: 'one' };
    expect(await container.build({}, VALUE)).toMatchObject({ code: 0 });
    forget();
    const { code, log } = await container.build({}, { ...VALUE, DOCKER_BUILDER_IMAGE_TAG: 'two' });
    expect(code).toBe(0);
    expect(log).toMatch(CACHED_RUN);
  }, 180_000);

  it.each([
    [
      'is an ordinary image',
      '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}',
    ],
    [
      'describes layers that do not exist',
      '{"layers":[{"blob":"sha256:0","parent":-1}],"records":[{"digest":"sha256:1","layers":[{"layer":7}]}]}',
    ],
    ['is not even JSON', 'garbage'],
  ])(
    'that %s fails no build, and is replaced',
    async (_what, config) => {
      const registry = registryRequests(endpoint, await registryToken(endpoint, ROOT_KEYS));
      const path = repositories.cache.split('/').slice(1).join('/');
      await registry.push(path, Buffer.from('not a layer'), config);
      const poisoned = { DOCKER_BUILDER_CACHE_TAG: 'latest' };
      expect(await container.build({}, poisoned)).toMatchObject({ code: 0 });
      forget();
      const { code, log } = await container.build({}, { ...poisoned, DOCKER_BUILDER_IMAGE_TAG: 'two' });
      expect(code).toBe(0);
      expect(log).toMatch(CACHED_RUN);
    },
    60_000,
  );

  it('is left alone when it is disabled', async () => {
    const disabled = { DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' };
    expect(await container.build({}, disabled)).toMatchObject({ code: 0 });
    const name = repositories.cache.split('/').slice(2).join('/');
    expect(await aws('ecr', 'list-images', '--repository-name', name)).toEqual({ imageIds: [] });
  }, 180_000);

  it('plays no part when a twin has pushed the tag: the build ends without building', async () => {
    await container.build();
    expect((await container.build()).log).toContain('nothing to build');
  }, 180_000);
});

it('the layer cache is stored and used on a daemon as CodeBuild starts it, which is restarted once', async () => {
  const daemon = prepareSecondDaemon();
  await daemon.start();
  const container = createContainer(await createRepositories(), [daemon.tools]);
  fill(container.source);
  const first = await container.build({}, daemon.env);
  expect(first).toMatchObject({ code: 0 });
  expect(first.log).toContain('restarting the Docker daemon');
  forget(daemon.host);
  const second = await container.build({}, { ...daemon.env, DOCKER_BUILDER_IMAGE_TAG: 'two' });
  expect(second.log).not.toContain('restarting the Docker daemon');
  expect(second.log).toMatch(CACHED_RUN);
  container.remove();
  await daemon.stop();
}, 180_000);
