import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeImages } from '../../local/codebuild/docker-config';
import {
  type Container,
  createContainer,
  createRepositories,
  type Repositories,
} from './codebuild-container';
import { prepareSecondDaemon, type SecondDaemon } from './second-daemon';

const DOCKERFILE = 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n';

export const SNAPSHOTTER = 'io.containerd.snapshotter';

/** CodeBuild's container with a Docker daemon of its own, anew for each test of a file. */
export interface DaemonContainer {
  readonly daemon: SecondDaemon;
  readonly container: Container;
  /** Runs the buildspec with a tag of its own. */
  build(...args: Parameters<Container['build']>): ReturnType<Container['build']>;
}

/** Registers the hooks of a test file; the daemon is prepared, not started. */
export function useDaemonContainer(): DaemonContainer {
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
  return {
    get daemon() {
      return daemon;
    },
    get container() {
      return container;
    },
    build: (commands, env) =>
      container.build(commands, { ...daemon.env, DOCKER_BUILDER_IMAGE_TAG: `build-${++builds}`, ...env }),
  };
}
