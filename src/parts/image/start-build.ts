import { createHash } from 'node:crypto';
import type { ResolvedBuilder } from '../../plan/desired';
import { machineFor } from '../../plan/platforms';
import { cacheTag } from '../../plan/secrets';
import { type Build, IMAGE_TAG, type Machine, PLATFORM, VARIABLE_PREFIX } from '../../ports/codebuild';
import type { Run } from '../../ports/run';
import { ServiceError } from '../../ports/service-error';
import { waitFor } from '../../waiting/bounded-wait';
import { waitForQueue } from '../../waiting/build-queue';
import { isFreshRole } from '../../waiting/fresh-role';
import { fail, type Outcome } from '../../waiting/outcome';
import { waitForBuild } from './follow-build';
import { buildOf, rememberBuild } from './platform-build';
import { builtTags, tagFor } from './platform-tags';
import { isRunning, stopOthers } from './running-builds';

/** Starts the platform's build, unless one of the same image is already running. */
export async function startBuild(desired: ResolvedBuilder, platform: string, run: Run): Promise<Outcome> {
  const builds = await run.aws.codebuild.newestBuilds(desired.names.project);
  const ofPlatform = builds.filter((build) => build.platform === platform);
  rememberBuild(platform, { earlier: ofPlatform.flatMap(durationOf).slice(0, 5) }, run);
  const tag = tagFor(desired, platform);
  const twin = builds.find((build) => isRunning(build) && build.imageTag === tag);
  if (twin !== undefined) return adopt(twin, desired, platform, run);
  await stopOthers(builds, builtTags(desired), run);

  const repositories = await findRepositories(desired, run);
  if ('kind' in repositories) return repositories;
  const attempt = buildOf(platform, run).attempt ?? 0;
  try {
    const build = await run.aws.codebuild.startBuild({
      project: desired.names.project,
      idempotencyToken: startToken(desired, platform, attempt, run),
      sourceVersion: desired.sourceVersion,
      machine: otherMachine(desired, platform),
      variables: {
        [IMAGE_TAG]: tag,
        [PLATFORM]: platform,
        [`${VARIABLE_PREFIX}REPOSITORY_URI`]: repositories.image,
        [`${VARIABLE_PREFIX}CACHE_REPOSITORY_URI`]: repositories.cache,
        [`${VARIABLE_PREFIX}CACHE_TAG`]: cacheTag(desired, platform),
        [`${VARIABLE_PREFIX}REGISTRIES`]: linesWithin(desired.registries),
        [`${VARIABLE_PREFIX}WARNINGS`]: linesWithin(desired.warnings),
      },
    });
    rememberBuild(platform, { attempt: attempt + 1 }, run);
    if (isOutdated(build, desired)) return await stopOutdated(build, desired.names.project, run);
    run.log(`started the build ${build.id}`);
    return adopt(build, desired, platform, run);
  } catch (error) {
    const again = error instanceof ServiceError ? waitToStart(error, desired, run) : undefined;
    if (again === undefined) throw error;
    return again;
  }
}

/** The machine of a platform that the project is not defined for. */
const otherMachine = (desired: ResolvedBuilder, platform: string): Machine | undefined =>
  platform === desired.platforms[0] ? undefined : machineFor(platform, desired.buildImage);

/** CodeBuild's limit for the value of a variable, in characters. */
const VALUE_LIMIT = 4_096;

/** A line each, as many as a variable holds: these lines are advice. */
const linesWithin = (lines: string[] = []): string => {
  const text = lines.join('\n');
  return text.length <= VALUE_LIMIT ? text : text.slice(0, text.lastIndexOf('\n', VALUE_LIMIT));
};

function adopt(build: Build, desired: ResolvedBuilder, platform: string, run: Run): Outcome {
  rememberBuild(platform, { id: build.id }, run);
  return waitForBuild(build, desired, platform, run);
}

/** Whether CodeBuild started it from the project's definition before the last update, which it may still see. */
const isOutdated = ({ properties }: Build, desired: ResolvedBuilder): boolean =>
  properties !== undefined && properties !== desired.properties;

async function stopOutdated({ id }: Build, project: string, run: Run): Promise<Outcome> {
  await run.aws.codebuild.stopBuild(id);
  return (
    waitFor('project', project, run) ??
    fail(
      'NotStabilized',
      `the project ${project} was updated, but its builds still start from its old definition`,
    )
  );
}

/** Seconds, of a build that succeeded. */
const durationOf = ({ status, startedAt, endedAt }: Build): number[] =>
  status !== 'SUCCEEDED' || endedAt === undefined ? [] : [(endedAt - startedAt) / 1000];

/** The URIs that the build pushes to; the cache's is empty where there is none. */
async function findRepositories(
  { names, cacheDisabled }: ResolvedBuilder,
  run: Run,
): Promise<{ image: string; cache: string } | Outcome> {
  const [image, cache] = await Promise.all([
    run.aws.ecr.repository(names.imageRepository),
    cacheDisabled ? undefined : run.aws.ecr.repository(names.cacheRepository),
  ]);
  if (image === undefined) return waitForRepository(names.imageRepository, run);
  if (cache === undefined && !cacheDisabled) return waitForRepository(names.cacheRepository, run);
  return { image: image.uri, cache: cache?.uri ?? '' };
}

const waitForRepository = (name: string, run: Run): Outcome =>
  waitFor('repository', name, run) ??
  fail('NotStabilized', `the ECR repository "${name}" was created but is not found`);

function waitToStart(
  error: ServiceError,
  { names, roleArn }: ResolvedBuilder,
  run: Run,
): Outcome | undefined {
  if (error.code === 'AccountLimitExceededException') return waitForQueue(names.project, error.message, run);
  if (error.code === 'ResourceNotFoundException') return waitFor('project', names.project, run);
  return isFreshRole(error.message) ? waitFor('role', roleArn, run) : undefined;
}

/** The same create or update, tried again within CodeBuild's five minutes, gets the same build. */
const startToken = ({ imageTag }: ResolvedBuilder, platform: string, attempt: number, run: Run): string =>
  createHash('sha256')
    .update(JSON.stringify([run.token, imageTag, platform, attempt]))
    .digest('hex');
