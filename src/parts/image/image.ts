import type { ResolvedBuilder } from '../../plan/desired';
import type { Run } from '../../ports/run';
import { waitFor } from '../../waiting/bounded-wait';
import { done, fail, type Outcome, wait } from '../../waiting/outcome';
import { reread } from '../../waiting/reread';
import type { Part } from '../part';
import { followBuild } from './follow-build';
import { buildOf } from './platform-build';
import { isPushed } from './pushed';
import { isRunning, stopBuilds, stopSuperseded } from './running-builds';
import { startBuild } from './start-build';

/** What was in the repository when the inputs were resolved can't be built here: its source was not read. */
const waitForImage = ({ names, imageTag }: ResolvedBuilder, run: Run): Outcome =>
  waitFor('image', imageTag, run) ??
  fail(
    'NotStabilized',
    `the image ${names.imageRepository}:${imageTag}, which these properties gave before, was removed from the repository meanwhile; run the update again`,
  );

/** The image itself: built only when its tag is not in the repository yet. */
export const image: Part = {
  name: 'image',

  async ensure(desired, run) {
    const [platform = ''] = desired.platforms;
    const { id } = buildOf(platform, run);
    if (await isPushed(desired, run)) {
      if (id === undefined) await stopSuperseded(desired.names.project, desired.imageTag, run);
      return done;
    }
    if (desired.builtBefore) return waitForImage(desired, run);
    return id === undefined ? startBuild(desired, platform, run) : followBuild(desired, platform, id, run);
  },

  async read(names, known, run) {
    const { ImageTag: tag, RepositoryUri: uri } = known;
    const repository = known.Repository?.Name ?? names.imageRepository;
    const digest = tag === undefined ? undefined : await run.aws.ecr.digest(repository, tag);
    // Between two builds the record names an image that does not exist yet.
    if (digest === undefined) return { ImageTag: undefined };
    return {
      ImageTag: tag,
      ImageDigest: digest,
      ImageUri: uri === undefined ? undefined : `${uri}@${digest}`,
    };
  },

  async delete(names, _actual, run) {
    const builds = await reread(
      () => run.aws.codebuild.newestBuilds(names.project),
      (found) => found.length > 0,
      run,
    );
    const stopped = await stopBuilds(builds.filter(isRunning), run);
    return stopped === 0 ? done : wait(2, `stopping ${stopped} running build(s)`);
  },
};
