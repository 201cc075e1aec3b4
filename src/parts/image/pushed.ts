import type { ResolvedBuilder } from '../../plan/desired';
import type { Run } from '../../ports/run';

/** Whether an image is in the repository under a tag. */
export const isPushed = async ({ names }: ResolvedBuilder, tag: string, run: Run): Promise<boolean> =>
  (await run.aws.ecr.digest(names.imageRepository, tag)) !== undefined;
