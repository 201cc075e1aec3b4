import type { ResolvedBuilder } from '../../plan/desired';
import { paceOf } from '../../plan/polling';
import type { Build } from '../../ports/codebuild';
import type { Run } from '../../ports/run';
import { waitFor } from '../../waiting/bounded-wait';
import { isFreshRole } from '../../waiting/fresh-role';
import { done, fail, type Outcome, wait } from '../../waiting/outcome';
import { diagnose } from './diagnose';
import { buildOf, rememberBuild } from './platform-build';
import { tagFor } from './platform-tags';
import { isPushed } from './pushed';
import { isRunning } from './running-builds';

/** Waits for a build that was started, and explains it when it fails. */
export async function followBuild(
  desired: ResolvedBuilder,
  platform: string,
  id: string,
  run: Run,
): Promise<Outcome> {
  const pause = untilNextLook(desired, platform, run);
  if (pause !== undefined) return pause;
  const build = await run.aws.codebuild.build(id);
  if (build === undefined)
    return waitFor('build', id, run) ?? fail('NotStabilized', `the build ${id} was started but is not found`);
  if (isRunning(build)) return waitForBuild(build, desired, platform, run);
  rememberBuild(platform, { seen: undefined }, run);
  // It may have pushed after this invocation's first read; a twin may have pushed the tag although this build failed.
  if (await isPushed(desired, tagFor(desired, platform), run)) return done;
  if (build.status === 'SUCCEEDED') return waitForImage(desired, platform, id, run);
  const again = failedOnFreshRole(build) ? waitFor('role', desired.roleArn, run) : undefined;
  if (again === undefined) return giveUp(build, desired, platform, run);
  rememberBuild(platform, { id: undefined }, run);
  return again;
}

/** Fails with the build's cause; a build that a registry refused to serve for now is started once more. */
async function giveUp(build: Build, desired: ResolvedBuilder, platform: string, run: Run): Promise<Outcome> {
  // A create that fails is rolled back, with its log group unless that is to be kept.
  const logStays = desired.owner === undefined || desired.logGroup.stays;
  const { message, rateLimited } = await diagnose(
    build,
    desired.platforms.length > 1 ? platform : undefined,
    logStays,
    run,
  );
  const retried = buildOf(platform, run).rateLimited === true;
  if (!rateLimited || retried || run.now() - run.context.startedAt > RETRY_WITHIN)
    return fail('GeneralServiceException', message);
  run.log(message);
  rememberBuild(platform, { id: undefined, rateLimited: true }, run);
  return wait(RATE_LIMIT_PAUSE, 'a registry limits pulls; starting the build once more after a pause');
}

/** Seconds. */
const RATE_LIMIT_PAUSE = 90;
/** Milliseconds since the operation began; a second build must still end within the operation's time. */
const RETRY_WITHIN = 60 * 60_000;

/** Until the next look at a build that was just seen running. */
export function waitForBuild(
  { phase, startedAt }: Build,
  desired: ResolvedBuilder,
  platform: string,
  run: Run,
): Outcome {
  rememberBuild(platform, { seen: { at: run.now(), phase, startedAt } }, run);
  return pauseFor(desired, platform, { phase, startedAt }, run).wait;
}

/** A further look at the repository, in which CodeBuild is not asked; undefined when it is time to ask it. */
function untilNextLook(desired: ResolvedBuilder, platform: string, run: Run): Outcome | undefined {
  const { seen } = buildOf(platform, run);
  if (seen === undefined) return undefined;
  const { pace, wait: pause } = pauseFor(desired, platform, seen, run);
  return (run.now() - seen.at) / 1000 < pace.build - ROUNDING ? pause : undefined;
}

/** Seconds: an invocation may begin a moment early. */
const ROUNDING = 0.5;

function pauseFor(
  { names, platforms, pollIntervalSeconds }: ResolvedBuilder,
  platform: string,
  { phase, startedAt }: Pick<Build, 'phase' | 'startedAt'>,
  run: Run,
) {
  const elapsed = Math.max(0, (run.now() - startedAt) / 1000);
  const { earlier = [] } = buildOf(platform, run);
  const pace = paceOf({ phase, elapsed, earlier }, pollIntervalSeconds);
  const what = platforms.length > 1 ? `${names.builder} for ${platform}` : names.builder;
  const note = `building ${what}: ${phase}, ${Math.round(elapsed)} s`;
  return { pace, wait: wait(pace.repository, note) };
}

function waitForImage(desired: ResolvedBuilder, platform: string, id: string, run: Run): Outcome {
  const tag = tagFor(desired, platform);
  const problem = `the build ${id} succeeded, but the image ${desired.names.imageRepository}:${tag} is not in the repository`;
  return waitFor('image', tag, run) ?? fail('NotStabilized', problem);
}

const failedOnFreshRole = ({ phases }: Build): boolean =>
  phases.some(({ contexts }) => contexts.some(({ message }) => isFreshRole(message)));
