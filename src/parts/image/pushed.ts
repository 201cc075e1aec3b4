import type { ResolvedBuilder } from '../../plan/desired';
import type { Run } from '../../ports/run';

/** Whether the image is in the repository. */
export const isPushed = async ({ names, imageTag }: ResolvedBuilder, run: Run): Promise<boolean> =>
  (await run.aws.ecr.digest(names.imageRepository, imageTag)) !== undefined;
