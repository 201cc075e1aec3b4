import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeImages } from '../../../local/codebuild/docker-config';
import {
  type Container,
  createContainer,
  createRepositories,
  type Repositories,
} from '../../support/codebuild-container';
import { prepareSecondDaemon, type SecondDaemon } from '../../support/second-daemon';
import { docker, folderOf } from '../../support/tools';

const DOCKERFILE = 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n';
const SNAPSHOTTER = 'io.containerd.snapshotter';

let repositories: Repositories;
let daemon: SecondDaemon;
let container: Container;
let builds = 0;
beforeAll(async () => {
  repositories = await createRepositories();
});
beforeEach(() => {
  daemon = prepareSecondDaemon();
  container = createContainer(repositories, [daemon.tools]);
  writeFileSync(join(container.source, 'Dockerfile'), DOCKERFILE);
}, 30_000);
afterEach(async () => {
  await daemon.stop();
  container.remove();
}, 30_000);
// What the tests pushed does not stay in `docker images`.
afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));

/** A container that does not end when it is asked to: the daemon waits 15 s for it before it ends itself. */
function runDeafContainer({ host }: SecondDaemon): void {
  const folder = folderOf({ Dockerfile: 'FROM scratch\nCOPY busybox /\n' });
  copyFileSync('/usr/bin/busybox', join(folder.path, 'busybox'));
  const run = (...args: string[]) => execFileSync(docker, ['--host', host, ...args], { stdio: 'ignore' });
  run('build', '--tag', 'deaf', folder.path);
  run(
    'run',
    '--detach',
    '--network',
    'none',
    'deaf',
    '/busybox',
    'sh',
    '-c',
    'trap "" TERM; /busybox sleep 60',
  );
  folder.remove();
}

const build = (...[commands, env]: Parameters<Container['build']>) =>
  container.build(commands, { ...daemon.env, DOCKER_BUILDER_IMAGE_TAG: `build-${++builds}`, ...env });

describe("CodeBuild's daemon", () => {
  beforeEach(() => daemon.start(), 60_000);

  it("is restarted before the user's first command: what that puts into its store is there for the build", async () => {
    writeFileSync(join(container.source, 'Dockerfile'), 'FROM users-own:1\nCOPY Dockerfile /\n');
    const image =
      'printf "FROM scratch\\nCOPY <<EOF /x\\nx\\nEOF\\n" | docker build --quiet --tag users-own:1 -';
    const { failed, log } = await build({
      install: [image],
      preBuild: ['docker image inspect users-own:1 >/dev/null'],
    });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log.match(/restarting the Docker daemon/g)).toHaveLength(1);
    expect(daemon.store()).toContain(SNAPSHOTTER);
  }, 90_000);

  it('is left alone when the cache is disabled', async () => {
    const before = daemon.pid();
    const { failed, log } = await build({}, { DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(daemon.pid()).toBe(before);
  }, 60_000);

  it('is started again as it was when it does not come up with the containerd snapshotter', async () => {
    daemon.refuse('docker-builder-');
    const { failed, log } = await build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('does not start with the containerd snapshotter: starting it as it was');
    expect(log).toContain('cannot export a layer cache: building without storing one');
    expect(daemon.store()).not.toContain(SNAPSHOTTER);
  }, 60_000);

  it('that comes up in neither way fails the build with its last words', async () => {
    daemon.refuse('--host');
    const { failed, code, log } = await build({ install: ['echo never'] });
    expect({ failed, code }).toEqual({ failed: 'install', code: 1 });
    expect(log).toContain(
      'docker-builder: error: the Docker daemon could not be started again: refused on purpose',
    );
    expect(log).not.toContain('never');
  }, 60_000);

  it('that does not end when it is asked to is killed after a while', async () => {
    const before = daemon.pid();
    runDeafContainer(daemon);
    const { failed, log } = await build({}, { DOCKER_BUILDER_PATIENCE: '1' });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(daemon.pid()).not.toBe(before);
    expect(daemon.store()).toContain(SNAPSHOTTER);
  }, 60_000);
});

describe('in an image whose daemon CodeBuild does not start', () => {
  it('one is started, with the containerd snapshotter', async () => {
    const { failed, log } = await build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('no Docker daemon answers: starting one');
    expect(daemon.store()).toContain(SNAPSHOTTER);
  }, 60_000);

  it("one is started by AWS's recipe when that does not come up", async () => {
    daemon.refuse('--config-file');
    const { failed, log } = await build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('building without storing one');
    expect(daemon.store()).toMatch(/^overlay2/);
  }, 60_000);

  it('and where none can be started, the build says why', async () => {
    daemon.refuse('--host');
    const { failed, log } = await build();
    expect(failed).toBe('build');
    expect(log).toContain('docker-builder: error: no Docker daemon answers: refused on purpose');
  }, 60_000);

  it("no daemon is started outside CodeBuild's container", async () => {
    const { failed, log } = await build({}, { DOCKER_BUILDER_ROOT: '/nowhere' });
    expect(failed).toBe('build');
    expect(log).toContain('docker-builder: error: no Docker daemon answers');
    expect(daemon.pid()).toBeUndefined();
  }, 60_000);
});
