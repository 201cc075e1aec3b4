import type { Model } from '../models';
import { desiredBuilder, type NamedModel } from '../plan/desired';
import type { Owner } from '../plan/ownership';
import type { Project } from '../ports/codebuild';
import type { Run } from '../ports/run';
import { converge } from './converge';
import { failed, type ProgressEvent, threw } from './progress-event';
import { resolveInputs } from './resolve-inputs';
import type { Request } from './run';

interface Beginning {
  model: NamedModel;
  /** Who creates the builder; undefined in an update. */
  owner: Owner | undefined;
  /** The project that an update finds. */
  record: Project | undefined;
  /** What a refusal of the inputs identifies: CloudFormation deletes what a failed create identifies. */
  refused: Model | undefined;
}

const SOURCE_IS_MISSING = 'Source is missing: give either S3Bucket and S3Key, or Inline';

/**
 * What create and update have in common: resolve the inputs in the operation's first invocation, then bring the parts
 * to the desired state. Nothing is changed before the inputs are known to be right.
 */
export async function begin(
  { model, owner, record, refused }: Beginning,
  request: Request,
  run: Run,
): Promise<ProgressEvent> {
  const { typeConfiguration } = request;
  // A READ or DELETE comes without it, so the model's check can't demand it.
  if (model.Source === undefined)
    return failed({ code: 'InvalidRequest', message: SOURCE_IS_MISSING }, refused);
  const desired = desiredBuilder({
    model,
    owner,
    stackTags: request.desiredResourceTags,
    typeConfiguration,
    place: { partition: request.awsPartition, account: request.awsAccountId, region: request.region },
  });
  if (run.context.resolution === undefined) {
    try {
      const inputs = await resolveInputs({ desired, record }, run);
      if ('refusal' in inputs) return failed(inputs.refusal, refused);
      run.context.resolution = inputs;
    } catch (error) {
      return threw(error, refused);
    }
  }
  return converge({ ...desired, ...run.context.resolution }, model, run);
}
