import { createHash } from 'node:crypto';
import type { Build } from '../../aws/codebuild';
import { ServiceError } from '../../aws/service-error';
import type { Desired } from '../../plan/desired';
import { failureMessage } from '../../plan/failure';
import { pollDelay } from '../../plan/polling';
import { buildQueueFull } from '../../waiting/build-queue';
import { isFreshRole, ROLE_PATIENCE } from '../../waiting/fresh-role';
import { CONSISTENCY, patiently } from '../../waiting/reread';
import { done, fail, type Outcome, type Part, type Run, wait, waited } from '../part';

const LOG_LINES = 400;

/** The image itself: built only when its tag is not in the repository yet. */
export const image: Part = {
  name: 'image',

  async ensure(desired, run) {
    const tag = run.progress.imageTag as string;
    if (await pushed(desired, tag, run)) {
      if (run.progress.buildId === undefined) await stopOthers(desired.names.project, tag, run);
      return done;
    }
    return run.progress.buildId === undefined
      ? start(desired, tag, run)
      : follow(desired, tag, run.progress.buildId, run);
  },

  async read(names, known, run) {
    const { ImageTag: tag, RepositoryUri: uri } = known;
    const digest =
      tag === undefined
        ? undefined
        : await run.aws.ecr.digest(known.Repository?.Name ?? names.imageRepository, tag);
    // Between two builds the record names an image that is not there yet.
    if (digest === undefined) return { ImageTag: undefined };
    return {
      ImageTag: tag,
      ImageDigest: digest,
      ImageUri: uri === undefined ? undefined : `${uri}@${digest}`,
    };
  },

  async remove(names, _actual, run) {
    const builds = await patiently(
      () => run.aws.codebuild.newestBuilds(names.project),
      (found) => found.length > 0,
      run,
    );
    const running = await stop(builds.filter(isRunning), run);
    return running === 0 ? done : wait(2, `stopping ${running} running build(s)`);
  },
};

const pushed = async (desired: Desired, tag: string, run: Run): Promise<boolean> =>
  (await run.aws.ecr.digest(desired.names.imageRepository, tag)) !== undefined;

const tagOf = (build: Build): string | undefined =>
  build.environment?.environmentVariables?.find(({ name }) => name === 'IMAGE_TAG')?.value;

const isRunning = (build: Build): boolean => build.buildStatus === 'IN_PROGRESS';

/** Stops the project's builds of other tags. */
async function stopOthers(project: string, tag: string, run: Run): Promise<void> {
  const builds = await run.aws.codebuild.newestBuilds(project);
  await stop(
    builds.filter((build) => isRunning(build) && tagOf(build) !== tag),
    run,
  );
}

/** How many there were. */
async function stop(builds: Build[], run: Run): Promise<number> {
  for (const { id } of builds) if (id !== undefined) await run.aws.codebuild.stopBuild(id);
  return builds.length;
}

async function start(desired: Desired, tag: string, run: Run): Promise<Outcome> {
  const { project, imageRepository, cacheRepository } = desired.names;
  const builds = await run.aws.codebuild.newestBuilds(project);
  run.progress.earlierBuilds = builds.flatMap(durationOf).slice(0, 5);
  const twin = builds.find((build) => isRunning(build) && tagOf(build) === tag);
  if (twin?.id !== undefined) return startedBuild(twin, desired, run);
  await stop(builds.filter(isRunning), run);

  const names = [imageRepository, ...(desired.cacheDisabled ? [] : [cacheRepository])];
  const repositories = await Promise.all(names.map((name) => run.aws.ecr.repository(name)));
  const unseen = names.find((_, index) => repositories[index]?.repositoryUri === undefined);
  if (unseen !== undefined) {
    return waited(run, unseen) > CONSISTENCY
      ? fail('NotStabilized', `the ECR repository "${unseen}" was made but is not found`)
      : wait(2, `waiting for the repository ${unseen}`);
  }
  const [uri = '', cacheUri = ''] = repositories.map((found) => found?.repositoryUri);
  const attempt = run.progress.attempt ?? 0;
  try {
    const build = await run.aws.codebuild.startBuild({
      projectName: project,
      idempotencyToken: startToken(desired, tag, attempt, run),
      sourceVersion: run.progress.sourceVersion,
      environmentVariablesOverride: [
        { name: 'REPOSITORY_URI', value: uri, type: 'PLAINTEXT' },
        { name: 'CACHE_REPOSITORY_URI', value: cacheUri, type: 'PLAINTEXT' },
      ],
    });
    run.progress.attempt = attempt + 1;
    run.log(`started the build ${build.id}`);
    return startedBuild(build, desired, run);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'AccountLimitExceededException')
      return buildQueueFull(error.message, run);
    if (
      error instanceof ServiceError &&
      error.code === 'ResourceNotFoundException' &&
      waited(run, project) <= CONSISTENCY
    )
      return wait(2, `waiting for the project ${project}`);
    if (isFreshRole(error) && waited(run, 'role') <= ROLE_PATIENCE)
      return wait(5, 'waiting until CodeBuild may assume the build role');
    throw error;
  }
}

/** The same create or update, tried again within CodeBuild's five minutes, gets the same build. */
const startToken = (desired: Desired, tag: string, attempt: number, run: Run): string =>
  createHash('sha256')
    .update(JSON.stringify([run.token, tag, desired.platforms, attempt]))
    .digest('hex');

function startedBuild(build: Build, desired: Desired, run: Run): Outcome {
  run.progress.buildId = build.id as string;
  return nextLook(build, desired, run);
}

async function follow(desired: Desired, tag: string, buildId: string, run: Run): Promise<Outcome> {
  const build = await run.aws.codebuild.build(buildId);
  if (build === undefined) {
    if (waited(run, buildId) <= CONSISTENCY) return wait(2, `waiting for the build ${buildId}`);
    return fail('NotStabilized', `the build ${buildId} was started but is not found`);
  }
  if (isRunning(build)) return nextLook(build, desired, run);
  // It may have pushed since this invocation looked; a twin may have pushed the tag although this build failed.
  if (await pushed(desired, tag, run)) return done;
  if (build.buildStatus === 'SUCCEEDED') {
    if (waited(run, tag) <= CONSISTENCY) return wait(2, 'waiting until the repository shows the image');
    return fail(
      'NotStabilized',
      `the build ${buildId} succeeded, but the image ${desired.names.imageRepository}:${tag} is not in the repository`,
    );
  }
  if (roleWasFresh(build) && waited(run, 'role') <= ROLE_PATIENCE) {
    run.progress.buildId = undefined;
    return wait(5, 'waiting until CodeBuild may assume the build role');
  }
  return fail('GeneralServiceException', await whyFailed(build, run));
}

const roleWasFresh = (build: Build): boolean =>
  (build.phases ?? []).some(({ contexts }) => contexts?.some(({ message }) => isFreshRole({ message })));

async function whyFailed(build: Build, run: Run): Promise<string> {
  const { groupName, streamName, deepLink } = build.logs ?? {};
  const log = groupName && streamName ? await run.aws.logs.tail(groupName, streamName, LOG_LINES) : [];
  return failureMessage({
    status: build.buildStatus as string,
    phases: build.phases ?? [],
    timeoutInMinutes: build.timeoutInMinutes ?? 60,
    log: log.flatMap((chunk) => chunk.split('\n')),
    link: deepLink,
  });
}

function durationOf({ buildStatus, startTime, endTime }: Build): number[] {
  if (buildStatus !== 'SUCCEEDED' || startTime === undefined || endTime === undefined) return [];
  return [(endTime.getTime() - startTime.getTime()) / 1000];
}

function nextLook(build: Build, desired: Desired, run: Run): Outcome {
  const elapsed = Math.max(0, (run.now() - (build.startTime?.getTime() ?? run.now())) / 1000);
  const phase = build.currentPhase ?? 'SUBMITTED';
  const earlier = run.progress.earlierBuilds ?? [];
  const seconds = pollDelay({ phase, elapsed, earlier }, desired.pollIntervalSeconds);
  return wait(seconds, `building ${desired.names.builder}: ${phase}, ${Math.round(elapsed)} s`);
}
