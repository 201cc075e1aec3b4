import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild, type Project } from '@aws-sdk/client-codebuild';
import { ECR, type Repository } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';

/** What AWS holds of one builder, without times. */
export interface BuilderState {
  project: object | undefined;
  repositories: object[];
  logGroups: string[];
}

export interface BuildSummary {
  id: string;
  tag: string;
  status: string;
}

/** The record remembers an image that a failed update had finished: with it, the project is not as it was before. */
function withoutMemory<T extends Pick<Project, 'environment'>>(project: T): T {
  const { environment } = project;
  if (environment === undefined) return project;
  const environmentVariables = environment.environmentVariables?.filter(
    ({ name }) => name !== 'DOCKER_BUILDER_FINISHED_IMAGES',
  );
  return { ...project, environment: { ...environment, environmentVariables } };
}

/** Reads the state of an endpoint without the proxy whose calls a test breaks. */
export function awsState(endpoint: string) {
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
  };
  const [codebuild, ecr, logs] = [new CodeBuild(config), new ECR(config), new CloudWatchLogs(config)];

  async function repository({ repositoryName, repositoryArn, ...found }: Repository): Promise<object> {
    const { createdAt: _when, ...settings } = found;
    const { tags = [] } = await ecr.listTagsForResource({ resourceArn: repositoryArn });
    const policy = await ecr.getLifecyclePolicy({ repositoryName }).catch(() => undefined);
    return {
      repositoryName,
      ...settings,
      tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      policy: policy?.lifecyclePolicyText,
    };
  }

  return {
    async of(builder: string): Promise<BuilderState> {
      const name = `docker-builder-${builder}`;
      const [{ projects = [] }, repositories, { logGroups = [] }] = await Promise.all([
        codebuild.batchGetProjects({ names: [name] }),
        this.repositories(builder),
        logs.describeLogGroups({ logGroupNamePrefix: `/aws/codebuild/${name}` }),
      ]);
      const { created: _created, lastModified: _modified, tags = [], ...project } = projects[0] ?? {};
      return {
        project:
          projects[0] === undefined
            ? undefined
            : {
                ...withoutMemory(project),
                tags: Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
              },
        repositories: await Promise.all(repositories.map(repository)),
        logGroups: logGroups.map(({ logGroupName = '' }) => logGroupName),
      };
    },

    async repositories(builder: string): Promise<Repository[]> {
      const found: Repository[] = [];
      for (const part of ['image', 'cache']) {
        const { repositories = [] } = await ecr
          .describeRepositories({ repositoryNames: [`docker-builder/${builder}/${part}`] })
          .catch(() => ({ repositories: [] }));
        found.push(...repositories);
      }
      return found;
    },

    /** The names of everything that is left; `RETAIN` keeps the image repository on purpose. */
    async leftovers(builder: string): Promise<string[]> {
      const name = `docker-builder-${builder}`;
      const [{ projects = [] }, repositories, { logGroups = [] }] = await Promise.all([
        codebuild.batchGetProjects({ names: [name] }),
        this.repositories(builder),
        logs.describeLogGroups({ logGroupNamePrefix: `/aws/codebuild/${name}` }),
      ]);
      return [
        ...projects.map((project) => project.name ?? ''),
        ...repositories.map(({ repositoryName = '' }) => repositoryName),
        ...logGroups.map(({ logGroupName = '' }) => logGroupName),
      ];
    },

    /** The tags of the builder's images. */
    async images(builder: string): Promise<string[]> {
      const { imageIds = [] } = await ecr
        .listImages({ repositoryName: `docker-builder/${builder}/image`, filter: { tagStatus: 'TAGGED' } })
        .catch(() => ({ imageIds: [] }));
      return imageIds.map(({ imageTag = '' }) => imageTag);
    },

    /** Of all projects of this builder that ever were, newest first. */
    async builds(builder: string): Promise<BuildSummary[]> {
      const { ids = [] } = await codebuild.listBuilds({});
      const own = ids.filter((id) => id.startsWith(`docker-builder-${builder}:`));
      if (own.length === 0) return [];
      const { builds = [] } = await codebuild.batchGetBuilds({ ids: own });
      return builds.map(({ id = '', buildStatus = '', environment }) => ({
        id,
        status: buildStatus,
        tag:
          environment?.environmentVariables?.find(({ name }) => name === 'DOCKER_BUILDER_IMAGE_TAG')?.value ??
          '',
      }));
    },
  };
}
