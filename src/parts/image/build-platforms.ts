import type { ResolvedBuilder } from '../../plan/desired';
import type { Run } from '../../ports/run';
import { done, type Fail, type Outcome, type Wait } from '../../waiting/outcome';
import { followBuild } from './follow-build';
import { buildOf } from './platform-build';
import { builtTags, tagFor } from './platform-tags';
import { isPushed } from './pushed';
import { isRunning, stopBuilds } from './running-builds';
import { startBuild } from './start-build';

/** Builds for every platform at the same time, each on its own machine; the first failure stops the other build. */
export async function buildPlatforms(desired: ResolvedBuilder, run: Run): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const platform of desired.platforms) outcomes.push(await build(desired, platform, run));
  const failure = outcomes.find((outcome): outcome is Fail => outcome.kind === 'fail');
  if (failure !== undefined) {
    if (desired.platforms.length > 1) await stopOwn(desired, run);
    return failure;
  }
  const waits = outcomes.filter((outcome): outcome is Wait => outcome.kind === 'wait');
  const [soonest] = waits.sort((a, b) => a.seconds - b.seconds);
  return soonest === undefined ? done : { ...soonest, note: waits.map(({ note }) => note).join('; ') };
}

async function build(desired: ResolvedBuilder, platform: string, run: Run): Promise<Outcome> {
  // The tag of a single platform's image is the builder's, which is not in the repository.
  const mayBePushed = desired.platforms.length > 1;
  if (mayBePushed && (await isPushed(desired, tagFor(desired, platform), run))) return done;
  const { id } = buildOf(platform, run);
  return id === undefined ? startBuild(desired, platform, run) : followBuild(desired, platform, id, run);
}

async function stopOwn(desired: ResolvedBuilder, run: Run): Promise<void> {
  const tags = builtTags(desired);
  const builds = await run.aws.codebuild.newestBuilds(desired.names.project);
  await stopBuilds(
    builds.filter(
      (build) => isRunning(build) && build.imageTag !== undefined && tags.includes(build.imageTag),
    ),
    run,
  );
}
