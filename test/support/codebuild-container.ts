import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand, type ShellState } from '../../local/codebuild/shell';
import { buildspec, type UserCommands } from '../../src/plan/buildspec';
import { aws, docker, root, uniqueName } from './tools';

/** Where the images and the cache of a test go: two repositories of the local endpoint. */
export interface Repositories {
  image: string;
  cache: string;
}

export async function createRepositories(): Promise<Repositories> {
  const name = uniqueName('container');
  const create = async (kind: string) => {
    const { repository } = await aws<{ repository: { repositoryUri: string } }>(
      'ecr',
      'create-repository',
      '--repository-name',
      `${name}/${kind}`,
    );
    return repository.repositoryUri;
  };
  return { image: await create('image'), cache: await create('cache') };
}

/** CodeBuild's container as far as the buildspec knows it: its folders, its environment, a shell a command. */
export interface Container {
  /** The folder of the source: `CODEBUILD_SRC_DIR`. */
  source: string;
  /** Runs the commands of a builder's buildspec, up to the first that fails. */
  build(commands?: Partial<UserCommands>, env?: Record<string, string>): Promise<Ended>;
  remove(): void;
}

export interface Ended {
  /** The phase whose command failed. */
  failed: string | undefined;
  code: number;
  log: string;
}

/** @param tools folders before all others on the PATH */
export function createContainer(repositories: Repositories, tools: string[] = []): Container {
  const scratch = mkdtempSync(join(tmpdir(), 'container-'));
  const source = join(scratch, 'src');
  mkdirSync(source);
  const own = {
    PATH: [...tools, dirname(docker), join(root, '.venv/bin'), process.env.PATH].join(':'),
    HOME: scratch,
    AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL as string,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    CODEBUILD_BUILD_ID: 'build:1',
    CODEBUILD_SRC_DIR: source,
    DOCKER_BUILDER_REPOSITORY_URI: repositories.image,
    DOCKER_BUILDER_CACHE_REPOSITORY_URI: repositories.cache,
    DOCKER_BUILDER_IMAGE_TAG: 'one',
    DOCKER_BUILDER_DOCKERFILE: 'Dockerfile',
    DOCKER_BUILDER_TARGET: '',
    DOCKER_BUILDER_PLATFORM: 'linux/amd64',
  };
  return {
    source,
    async build({ install = [], preBuild = [] } = {}, env = {}) {
      const spec = JSON.parse(buildspec({ install, preBuild })) as {
        phases: Record<string, { commands: string[] }>;
      };
      const state: ShellState = { env: { ...own, ...env }, folder: source };
      const log: string[] = [];
      const options = {
        shell: 'bash',
        scratch,
        output: (text: string) => log.push(text),
        signal: new AbortController().signal,
      } as const;
      for (const [phase, { commands }] of Object.entries(spec.phases))
        for (const command of commands) {
          const code = await runCommand(command, state, options);
          if (code !== 0) return { failed: phase, code, log: log.join('') };
        }
      return { failed: undefined, code: 0, log: log.join('') };
    },
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}
