import type { Model } from '../models';
import { desiredBuilder, imageTag, type NamedModel } from '../plan/desired';
import type { Owner } from '../plan/ownership';
import type { Run } from '../ports/run';
import { converge } from './converge';
import { failed, type ProgressEvent, threw } from './progress-event';
import { resolveInputs } from './resolve-inputs';
import type { Request } from './run';

interface Beginning {
  model: NamedModel;
  /** Who creates the builder; undefined in an update. */
  owner: Owner | undefined;
  /** What a refusal of the inputs identifies: CloudFormation deletes what a failed create identifies. */
  refused: Model | undefined;
}

/**
 * What create and update have in common: resolve the inputs in the operation's first invocation, then bring the parts
 * to the desired state. Nothing is changed before the inputs are known to be right.
 */
export async function begin(
  { model, owner, refused }: Beginning,
  request: Request,
  run: Run,
): Promise<ProgressEvent> {
  const { typeConfiguration } = request;
  const desired = desiredBuilder({
    model,
    owner,
    stackTags: request.desiredResourceTags,
    typeConfiguration,
    place: { partition: request.awsPartition, account: request.awsAccountId, region: request.region },
  });
  if (run.context.resolution === undefined) {
    try {
      const inputs = await resolveInputs({ model, desired, typeConfiguration }, run);
      if ('refusal' in inputs) return failed(inputs.refusal, refused);
      run.context.resolution = {
        imageTag: imageTag(desired, inputs.source),
        sourceVersion: inputs.version,
      };
    } catch (error) {
      return threw(error, refused);
    }
  }
  return converge({ ...desired, ...run.context.resolution }, model, run);
}
