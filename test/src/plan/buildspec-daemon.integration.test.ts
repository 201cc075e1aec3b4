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
});
