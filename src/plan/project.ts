import type { Model } from '../models';
import { buildspec, userCommands } from './buildspec';
import type { Desired } from './desired';
import { userTags } from './tags';

/** The members of a CodeBuild project that a builder sets, as both its create and its update take them. */
export interface ProjectDefinition {
  name: string;
  description: string;
  source: { type: 'S3' | 'NO_SOURCE'; location?: string; buildspec: string };
  artifacts: { type: 'NO_ARTIFACTS' };
  environment: {
    type: 'LINUX_CONTAINER';
    image: string;
    computeType: ComputeType;
    privilegedMode: true;
    environmentVariables: Variable[];
  };
  serviceRole: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  tags: { key: string; value: string }[];
}

export type ComputeType = NonNullable<Model['ComputeType']>;

interface Variable {
  name: string;
  value: string;
  type: 'PLAINTEXT';
}

/** A project as CodeBuild answers it: everything optional. */
export interface ProjectAnswer {
  arn?: string | undefined;
  name?: string | undefined;
  source?: { location?: string | undefined; buildspec?: string | undefined } | undefined;
  environment?:
    | {
        image?: string | undefined;
        computeType?: string | undefined;
        environmentVariables?: { name: string | undefined; value: string | undefined }[] | undefined;
      }
    | undefined;
  serviceRole?: string | undefined;
  timeoutInMinutes?: number | undefined;
  tags?: { key?: string | undefined; value?: string | undefined }[] | undefined;
}

const ARGUMENT = 'ARG_';

/** Minutes that a build may wait in CodeBuild's queue. */
const QUEUED_TIMEOUT = 120;

/**
 * The project is the record of its builder: whatever exists only as input travels in its variables, so that `read`
 * rebuilds the whole model from the name alone. No value is ever spliced into the buildspec.
 */
export function projectDefinition(desired: Desired, tag: string): ProjectDefinition {
  const { source, repository } = desired;
  const variables: Record<string, string | undefined> = {
    IMAGE_TAG: tag,
    DOCKERFILE: desired.dockerfile,
    TARGET: desired.target ?? '',
    PLATFORM: desired.platforms.join(','),
    INLINE_DOCKERFILE: 'inline' in source ? source.inline : undefined,
    SOURCE_OBJECT_VERSION: 'inline' in source ? undefined : source.version,
    CACHE_DISABLED: String(desired.cacheDisabled),
    REPOSITORY_NAME: desired.names.imageRepository,
    REMOVAL_POLICY: repository.removalPolicy,
    REVISION: desired.revision,
    POLL_INTERVAL_SECONDS: desired.pollIntervalSeconds?.toString(),
  };
  const args = Object.entries(desired.buildArgs).map(
    ([name, value]) => [`${ARGUMENT}${name}`, value] as const,
  );
  return {
    name: desired.names.project,
    description: `Image of the CloudFormation builder ${desired.names.builder}; made and removed with it.`,
    source: {
      ...('inline' in source
        ? { type: 'NO_SOURCE' as const }
        : { type: 'S3' as const, location: `${source.bucket}/${source.key}` }),
      buildspec: buildspec({ install: desired.install, preBuild: desired.preBuild }),
    },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: desired.buildImage,
      computeType: desired.computeType,
      privilegedMode: true,
      environmentVariables: [...Object.entries(variables), ...args].flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value, type: 'PLAINTEXT' as const }],
      ),
    },
    serviceRole: desired.roleArn,
    timeoutInMinutes: desired.timeoutInMinutes,
    queuedTimeoutInMinutes: QUEUED_TIMEOUT,
    tags: Object.entries(desired.tags).map(([key, value]) => ({ key, value })),
  };
}

export const tagsOfProject = (project: ProjectAnswer): Record<string, string> =>
  Object.fromEntries((project.tags ?? []).map(({ key = '', value = '' }) => [key, value]));

export const variablesOf = (project: ProjectAnswer): Record<string, string> =>
  Object.fromEntries(
    (project.environment?.environmentVariables ?? []).map(({ name = '', value = '' }) => [name, value]),
  );

const whenAny = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** The properties that a project holds: the inverse of `projectDefinition`. */
export function modelOfProject(builder: string, project: ProjectAnswer): Model {
  const variables = variablesOf(project);
  const names = Object.keys(variables).filter((name) => name.startsWith(ARGUMENT));
  const buildArgs = Object.fromEntries(
    names.map((name) => [name.slice(ARGUMENT.length), variables[name] ?? '']),
  );
  const commands = userCommands(project.source?.buildspec ?? '');
  const tags = Object.entries(userTags(tagsOfProject(project))).map(([Key, Value]) => ({ Key, Value }));
  return {
    BuilderName: builder,
    Source: sourceOf(project, variables),
    Dockerfile: variables.DOCKERFILE,
    Target: variables.TARGET === '' ? undefined : variables.TARGET,
    BuildArgs: names.length > 0 ? buildArgs : undefined,
    Platforms: variables.PLATFORM?.split(',') as Model['Platforms'],
    InstallCommands: whenAny(commands.install),
    PreBuildCommands: whenAny(commands.preBuild),
    CacheDisabled: variables.CACHE_DISABLED === 'true',
    ServiceRoleArn: project.serviceRole,
    ComputeType: project.environment?.computeType as Model['ComputeType'],
    BuildImage: project.environment?.image,
    TimeoutInMinutes: project.timeoutInMinutes,
    Repository: {
      Name: variables.REPOSITORY_NAME,
      RemovalPolicy: variables.REMOVAL_POLICY as NonNullable<Model['Repository']>['RemovalPolicy'],
    },
    PollIntervalSeconds:
      variables.POLL_INTERVAL_SECONDS === undefined ? undefined : Number(variables.POLL_INTERVAL_SECONDS),
    Revision: variables.REVISION,
    Tags: whenAny(tags),
    ProjectArn: project.arn,
    ImageTag: variables.IMAGE_TAG,
  };
}

function sourceOf(project: ProjectAnswer, variables: Record<string, string>): Model['Source'] {
  if (variables.INLINE_DOCKERFILE !== undefined) return { Inline: variables.INLINE_DOCKERFILE };
  const location = project.source?.location ?? '';
  const slash = location.indexOf('/');
  return {
    S3Bucket: location.slice(0, slash),
    S3Key: location.slice(slash + 1),
    ...(variables.SOURCE_OBJECT_VERSION === undefined
      ? {}
      : { S3ObjectVersion: variables.SOURCE_OBJECT_VERSION }),
  };
}
