import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild, type Project } from '@aws-sdk/client-codebuild';
import { ECR, type Repository } from '@aws-sdk/client-ecr';
import { SSM } from '@aws-sdk/client-ssm';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { parameterOf } from './builder';

/** What AWS holds of one builder, without times. */
export interface BuilderState {
  project: object | undefined;
  repositories: object[];
  logGroups: string[];
  /** Replicas, published parameters, rules: empty for most builders. */
  elsewhere: object[];
}

/** Every Region that a test replicates to, and the builders' own. */
const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2'] as const;

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

  const regions = REGIONS.map((region) => ({
    region,
    ecr: new ECR({ ...config, region }),
    ssm: new SSM({ ...config, region }),
  }));

  /** Its replicas, its published parameters and its rule. */
  async function elsewhere(builder: string): Promise<{ name: string }[]> {
    const repositoryName = `docker-builder/${builder}/image`;
    const found = await Promise.all(
      regions.map(async ({ region, ecr: there, ssm }) => {
        const [repositories, parameter, registry] = await Promise.all([
          region === config.region
            ? []
            : there.describeRepositories({ repositoryNames: [repositoryName] }).then(
                (answer) => answer.repositories ?? [],
                () => [],
              ),
          ssm.getParameter({ Name: parameterOf(builder) }).catch(() => undefined),
          there.describeRegistry({}),
        ]);
        const rules = (registry.replicationConfiguration?.rules ?? []).filter(({ repositoryFilters = [] }) =>
          repositoryFilters.some(({ filter }) => filter === repositoryName),
        );
        return [
          ...repositories.map(({ imageTagMutability }) => ({
            name: `replica in ${region}`,
            imageTagMutability,
          })),
          ...(parameter === undefined
            ? []
            : [{ name: `parameter in ${region}`, value: parameter.Parameter?.Value }]),
          ...rules.map(({ destinations }) => ({ name: `rule in ${region}`, destinations })),
        ];
      }),
    );
    return found.flat();
  }

  return {
    async of(builder: string): Promise<BuilderState> {
      const name = `docker-builder-${builder}`;
      const [{ projects = [] }, repositories, { logGroups = [] }] = await Promise.all([
        codebuild.batchGetProjects({ names: [name] }),
        this.repositories(builder),
        logs.describeLogGroups({ logGroupNamePrefix: `/aws/codebuild/${name}` }),
      ]);
      const {
        created: _created,
        lastModified: _modified,
        tags = [],
        vpcConfig,
        ...project
      } = projects[0] ?? {};
      return {
        project:
          projects[0] === undefined
            ? undefined
            : {
                ...withoutMemory(project),
                // An update without a VPC says so with an empty one, as the project then shows.
                ...(vpcConfig?.vpcId === undefined ? {} : { vpcConfig }),
                tags: Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
              },
        repositories: await Promise.all(repositories.map(repository)),
        logGroups: logGroups.map(({ logGroupName = '' }) => logGroupName),
        elsewhere: await elsewhere(builder),
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
        ...(await elsewhere(builder)).map((one) => one.name),
      ];
    },

    /** The tags of the builder's images. */
    async images(builder: string): Promise<string[]> {
      const { imageIds = [] } = await ecr
        .listImages({ repositoryName: `docker-builder/${builder}/image`, filter: { tagStatus: 'TAGGED' } })
        .catch(() => ({ imageIds: [] }));
      // A further tag on an image, for its replication, is no further image.
      return imageIds.map(({ imageTag = '' }) => imageTag).filter((tag) => !tag.includes('-replica-'));
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
