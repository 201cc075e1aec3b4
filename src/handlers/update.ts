import type { Model } from '../models';
import type { Run } from '../parts/part';
import { desiredBuilder, imageTag } from '../plan/desired';
import type { Invocation } from '../runtime/protocol';
import { advance } from './converge';
import { failed, notFound } from './progress-event';
import { readRecord } from './record';
import { validate } from './resolve-inputs';
import { type Answer, placeOf, type Request, realWorld, runOf, type World } from './run';

export async function update(
  request: Request,
  invocation: Invocation,
  world: World = realWorld,
): Promise<Answer> {
  const run = runOf(request, invocation, world);
  const given = request.desiredResourceState as Model;
  try {
    return await updateBuilder(given, request, run);
  } catch (error) {
    return failed(error, given);
  }
}

async function updateBuilder(given: Model, request: Request, run: Run): Promise<Answer> {
  const builder = given.BuilderName;
  const record = builder === undefined ? undefined : await readRecord(builder, run);
  if (record === undefined) return notFound(builder);
  const repository = record.Repository?.Name;
  if (given.Repository?.Name !== undefined && given.Repository.Name !== repository) {
    return {
      status: 'FAILED',
      errorCode: 'NotUpdatable',
      message: `Repository.Name can't change from "${repository}" to "${given.Repository.Name}": ECR can't rename a repository; replace the builder instead`,
      resourceModel: given,
    };
  }
  const model: Model = { ...given, Repository: { ...given.Repository, Name: repository } };
  const desired = desiredBuilder({
    model,
    owner: undefined,
    stackTags: request.desiredResourceTags,
    typeConfiguration: request.typeConfiguration,
    place: placeOf(request),
  });
  if (run.progress.part === undefined) {
    const checked = await validate({ model, desired, typeConfiguration: request.typeConfiguration }, run);
    if ('refusal' in checked) return { status: 'FAILED', resourceModel: given, ...checked.refusal };
    run.progress = {
      ...run.progress,
      imageTag: imageTag(desired, checked.source),
      sourceVersion: checked.version,
    };
  }
  return advance(desired, model, run);
}
