import type { Desired } from '../../plan/desired';
import { finishedBefore, recordedImage, remembered } from '../../plan/finished-images';
import type { FinishedImage } from '../../ports/callback-context';
import type { Project } from '../../ports/codebuild';
import type { Run } from '../../ports/run';
import { reread } from '../../waiting/reread';

export interface BuiltBefore {
  /** The tag of the image that these very properties gave before, where it is still in the repository. */
  tag: string | undefined;
  /** The finished images that the record should remember from now on. */
  finished: FinishedImage[];
}

/**
 * The same properties give the same image, as Lambda does with S3Key: a rollback neither builds nor needs the source,
 * which may have been overwritten or have expired.
 */
export async function findBuiltBefore(
  { names, source }: Desired,
  properties: string,
  record: Project | undefined,
  run: Run,
): Promise<BuiltBefore> {
  if (record === undefined) return { tag: undefined, finished: [] };
  const inRepository = async (image: FinishedImage | undefined) =>
    image !== undefined && (await run.aws.ecr.digest(names.imageRepository, image.tag)) !== undefined;
  const own = recordedImage(record.variables);
  const before = finishedBefore(record.variables);
  const images = own === undefined ? before : [own, ...before];
  // The text of an inline Dockerfile is a property itself: its tag follows from it.
  const same = 'inline' in source ? undefined : images.find((image) => image.properties === properties);
  const found = same !== undefined && (await reread(() => inRepository(same), Boolean, run));
  // Whether the record's own image was ever finished decides whether it pushes out an older one.
  const isFinished = own?.properties !== properties && (await inRepository(own));
  return {
    tag: found ? same.tag : undefined,
    finished: remembered(isFinished ? images : before, properties),
  };
}
