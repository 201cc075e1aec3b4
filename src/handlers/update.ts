import type { Model } from '../models';
import { modelOfProject } from '../plan/project';
import type { Run } from '../ports/run';
import { begin } from './begin';
import { failed, notFound, type ProgressEvent, threw } from './progress-event';
import { findRecord } from './record';
import type { Request, Verb } from './run';

export const update: Verb = async (request, run) => {
  const given = request.desiredResourceState;
  if (given?.BuilderName === undefined) return notFound(given?.BuilderName);
  try {
    return await updateBuilder(given.BuilderName, given, request, run);
  } catch (error) {
    return threw(error, given);
  }
};

async function updateBuilder(
  builder: string,
  given: Model,
  request: Request,
  run: Run,
): Promise<ProgressEvent> {
  const record = await findRecord(builder, run);
  if (record === undefined) return notFound(builder);
  const name = modelOfProject(builder, record).Repository?.Name;
  if (given.Repository?.Name !== undefined && given.Repository.Name !== name) {
    const message = `Repository.Name can't change from "${name}" to "${given.Repository.Name}": ECR can't rename a repository; replace the builder instead`;
    return failed({ code: 'NotUpdatable', message }, given);
  }
  const before = request.previousResourceState?.Repository?.KmsKeyArn;
  const key = await otherKey(name, given.Repository?.KmsKeyArn, before, run);
  if (key !== undefined) return failed({ code: 'NotUpdatable', message: key }, given);
  const model = { ...given, BuilderName: builder, Repository: { ...given.Repository, Name: name } };
  return begin({ model, owner: undefined, record, refused: given }, request, run);
}

/** Why the key can't change; undefined if it is the same. A repository that was taken over may have one that nobody gave. */
async function otherKey(
  repository: string | undefined,
  given: string | undefined,
  before: string | undefined,
  run: Run,
): Promise<string | undefined> {
  const existing = repository === undefined ? undefined : await run.aws.ecr.repository(repository);
  if (existing === undefined || existing.kmsKey === given) return undefined;
  if (given === undefined && before === undefined) return undefined;
  return `Repository.KmsKeyArn can't change from ${existing.kmsKey ?? 'none'} to ${given ?? 'none'}: ECR can't encrypt a repository anew; replace the builder instead`;
}
