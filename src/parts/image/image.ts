import type { ResolvedBuilder } from '../../plan/desired';
import { digestsOf } from '../../plan/image-index';
import type { Run } from '../../ports/run';
import { waitFor } from '../../waiting/bounded-wait';
import { done, fail, type Outcome, wait } from '../../waiting/outcome';
import { reread } from '../../waiting/reread';
import type { Part } from '../part';
import { buildPlatforms } from './build-platforms';
import { putIndex } from './index-of-platforms';
import { buildOf } from './platform-build';
import { builtTags } from './platform-tags';
import { isPushed } from './pushed';
import { isRunning, stopBuilds, stopSuperseded } from './running-builds';

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
    if (await isPushed(desired, desired.imageTag, run)) {
      const builtHere = desired.platforms.some((platform) => buildOf(platform, run).id !== undefined);
      if (!builtHere) await stopSuperseded(desired.names.project, builtTags(desired), run);
      return done;
    }
    if (desired.builtBefore) return waitForImage(desired, run);
    const built = await buildPlatforms(desired, run);
    return built.kind === 'done' && desired.platforms.length > 1 ? putIndex(desired, run) : built;
  },

  async read(names, known, run) {
    const { ImageTag: tag, RepositoryUri: uri, Platforms: platforms = [] } = known;
    const repository = known.Repository?.Name ?? names.imageRepository;
    const digest = tag === undefined ? undefined : await run.aws.ecr.digest(repository, tag);
    // Between two builds the record names an image that does not exist yet.
    if (tag === undefined || digest === undefined) return { ImageTag: undefined };
    const index = platforms.length > 1 ? await run.aws.ecr.manifest(repository, tag) : undefined;
    const digests = index === undefined ? undefined : digestsOf(index);
    const digestFor = (platform: string) => (digests ?? { [platforms[0] ?? '']: digest })[platform];
    return {
      ImageTag: tag,
      ImageDigest: digest,
      ImageDigests: { Amd64: digestFor('linux/amd64'), Arm64: digestFor('linux/arm64') },
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
