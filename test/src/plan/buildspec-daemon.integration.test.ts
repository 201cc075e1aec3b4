// The rarer ways of a daemon are in buildspec-daemon.sweep.test.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SNAPSHOTTER, useDaemonContainer } from '../../support/daemon-container';

const use = useDaemonContainer();

describe("CodeBuild's daemon", () => {
  beforeEach(() => use.daemon.start(), 60_000);

  it("is restarted before the user's first command: what that puts into its store is there for the build", async () => {
    writeFileSync(join(use.container.source, 'Dockerfile'), 'FROM users-own:1\nCOPY Dockerfile /\n');
    const image =
      'printf "FROM scratch\\nCOPY <<EOF /x\\nx\\nEOF\\n" | docker build --quiet --tag users-own:1 -';
    const { failed, log } = await use.build({
      install: [image],
      preBuild: ['docker image inspect users-own:1 >/dev/null'],
    });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(log.match(/restarting the Docker daemon/g)).toHaveLength(1);
    expect(use.daemon.store()).toContain(SNAPSHOTTER);
  }, 90_000);

  it('is left alone when the cache is disabled', async () => {
    const before = use.daemon.pid();
    const { failed, log } = await use.build({}, { DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' });
    expect({ failed, log }).toEqual({ failed: undefined, log });
    expect(use.daemon.pid()).toBe(before);
  }, 60_000);

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
});
