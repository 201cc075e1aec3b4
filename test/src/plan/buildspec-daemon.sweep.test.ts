import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { SNAPSHOTTER, useDaemonContainer } from '../../support/daemon-container';
import type { SecondDaemon } from '../../support/second-daemon';
import { docker, folderOf } from '../../support/tools';

const use = useDaemonContainer();

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

describe("CodeBuild's daemon", () => {
  beforeEach(() => use.daemon.start(), 60_000);

  it('is started again as it was when it does not come up with the containerd snapshotter', async () => {
    use.daemon.refuse('docker-builder-');
    const { failed, log } = await use.build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('does not start with the containerd snapshotter: starting it as it was');
    expect(log).toContain('cannot export a layer cache: building without storing one');
    expect(use.daemon.store()).not.toContain(SNAPSHOTTER);
  }, 60_000);

  it('that comes up in neither way fails the build with its last words', async () => {
    use.daemon.refuse('--host');
    const { failed, code, log } = await use.build({ install: ['echo never'] });
    expect({ failed, code }).toEqual({ failed: 'install', code: 1 });
    expect(log).toContain(
      'docker-builder: error: the Docker daemon could not be started again: refused on purpose',
    );
    expect(log).not.toContain('never');
  }, 60_000);

  it('that does not end when it is asked to is killed after a while', async () => {
    const before = use.daemon.pid();
    runDeafContainer(use.daemon);
    const { failed, log } = await use.build({}, { DOCKER_BUILDER_PATIENCE: '1' });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(use.daemon.pid()).not.toBe(before);
    expect(use.daemon.store()).toContain(SNAPSHOTTER);
  }, 60_000);
});

describe('in an image whose daemon CodeBuild does not start', () => {
  it('one is started, with the containerd snapshotter', async () => {
    const { failed, log } = await use.build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('no Docker daemon answers: starting one');
    expect(use.daemon.store()).toContain(SNAPSHOTTER);
  }, 60_000);

  it("one is started by AWS's recipe when that does not come up", async () => {
    use.daemon.refuse('--config-file');
    const { failed, log } = await use.build();
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log).toContain('building without storing one');
    expect(use.daemon.store()).toMatch(/^overlay2/);
  }, 60_000);

  it('and where none can be started, the build says why', async () => {
    use.daemon.refuse('--host');
    const { failed, log } = await use.build();
    expect(failed).toBe('build');
    expect(log).toContain('docker-builder: error: no Docker daemon answers: refused on purpose');
  }, 60_000);

  it("no daemon is started outside CodeBuild's container", async () => {
    const { failed, log } = await use.build({}, { DOCKER_BUILDER_ROOT: '/nowhere' });
    expect(failed).toBe('build');
    expect(log).toContain('docker-builder: error: no Docker daemon answers');
    expect(use.daemon.pid()).toBeUndefined();
  }, 60_000);
});
