import { createHash } from 'node:crypto';

/** The names of a builder's resources: no prefix that matches one builder's names matches another's. */
export interface Names {
  builder: string;
  project: string;
  imageRepository: string;
  cacheRepository: string;
  /** Where CodeBuild writes the builds' logs by default. */
  logGroup: string;
  /** Where they write with Logs.Retain. */
  retainedLogGroup: string;
}

const PROJECT_PREFIX = 'docker-builder-';

export const BUILDER_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function namesOf(builder: string, repository?: string | undefined): Names {
  const project = `${PROJECT_PREFIX}${builder}`;
  return {
    builder,
    project,
    imageRepository: repository ?? `docker-builder/${builder}/image`,
    cacheRepository: `docker-builder/${builder}/cache`,
    logGroup: `/aws/codebuild/${project}`,
    retainedLogGroup: `/docker-builder/${builder}`,
  };
}

/** The builder that a project of this name would belong to; undefined: the name is not one of ours. */
export function builderOfProject(project: string): string | undefined {
  if (!project.startsWith(PROJECT_PREFIX)) return undefined;
  const builder = project.slice(PROJECT_PREFIX.length);
  return BUILDER_NAME.test(builder) ? builder : undefined;
}

const words = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-');

/**
 * A name for a builder whose template gives none. The same create tried again (same stack, logical id and request
 * token) gets the same name, so it finds what the first try created.
 */
export function generatedName(
  stackId: string | undefined,
  logicalId: string | undefined,
  token: string,
): string {
  const stack = stackId?.split('/')[1];
  const readable = words([stack, logicalId].filter(Boolean).join('-')).slice(0, 80);
  const hash = createHash('sha256')
    .update(JSON.stringify([stackId, logicalId, token]))
    .digest('hex')
    .slice(0, 12);
  const start = /^[a-z]/.test(readable) ? readable : words(`builder-${readable}`);
  return `${start.replace(/-$/, '')}-${hash}`;
}

/** The build role that the registration stack creates, for builders without a role in the template or type configuration. */
export const defaultRoleArn = (partition: string, account: string, region: string) =>
  `arn:${partition}:iam::${account}:role/docker-builder/docker-builder-build-${region}`;
