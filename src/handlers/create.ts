import type { Model } from '../models';
import { desiredBuilder, imageTag } from '../plan/desired';
import { generatedName } from '../plan/names';
import type { Invocation } from '../runtime/protocol';
import { advance } from './converge';
import { failed } from './progress-event';
import { validate } from './resolve-inputs';
import { type Answer, placeOf, type Request, realWorld, runOf, type World } from './run';

export async function create(
  request: Request,
  invocation: Invocation,
  world: World = realWorld,
): Promise<Answer> {
  const run = runOf(request, invocation, world);
  const given = request.desiredResourceState as Model;
  const owner = {
    stackId: request.stackId,
    logicalId: request.logicalResourceIdentifier,
    token: request.clientRequestToken,
  };
  const model: Model = {
    ...given,
    BuilderName: given.BuilderName ?? generatedName(owner.stackId, owner.logicalId, owner.token),
  };
  const desired = desiredBuilder({
    model,
    owner,
    stackTags: request.desiredResourceTags,
    typeConfiguration: request.typeConfiguration,
    place: placeOf(request),
  });
  if (run.progress.part === undefined) {
    // Nothing exists yet, so no refusal names the builder: CloudFormation deletes what a failed create names.
    try {
      const checked = await validate({ model, desired, typeConfiguration: request.typeConfiguration }, run);
      if ('refusal' in checked) return { status: 'FAILED', ...checked.refusal };
      run.progress = {
        ...run.progress,
        imageTag: imageTag(desired, checked.source),
        sourceVersion: checked.version,
      };
    } catch (error) {
      return failed(error, undefined);
    }
  }
  return advance(desired, model, run);
}
