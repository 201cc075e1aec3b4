import type { ResolvedBuilder } from '../../plan/desired';
import { imageIndex } from '../../plan/image-index';
import type { Manifest } from '../../ports/ecr';
import type { Run } from '../../ports/run';
import { waitFor } from '../../waiting/bounded-wait';
import { fail, type Outcome } from '../../waiting/outcome';
import { tagFor } from './platform-tags';

/** Puts the platforms' images together under the builder's tag: an index, for which nothing is built. */
export async function putIndex(desired: ResolvedBuilder, run: Run): Promise<Outcome> {
  const { names, imageTag, platforms } = desired;
  const manifests: Record<string, Manifest> = {};
  for (const platform of [...platforms].sort()) {
    const tag = tagFor(desired, platform);
    const manifest = await run.aws.ecr.manifest(names.imageRepository, tag);
    if (manifest === undefined) return waitForManifest(names.imageRepository, tag, run);
    manifests[platform] = manifest;
  }
  await run.aws.ecr.putImage(names.imageRepository, imageTag, imageIndex(manifests));
  return waitForManifest(names.imageRepository, imageTag, run);
}

const waitForManifest = (repository: string, tag: string, run: Run): Outcome =>
  waitFor('image', tag, run) ??
  fail('NotStabilized', `the image ${repository}:${tag} was pushed, but it is not in the repository`);
