import type { Model } from '../models';
import { parts } from '../parts/parts';
import { namesOf } from '../plan/names';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';
import { notFound, threw } from './progress-event';
import type { Verb } from './run';

export const read: Verb = async (request, run) => {
  const builder = request.desiredResourceState?.BuilderName;
  if (builder === undefined) return notFound(builder);
  try {
    const model = await reread(() => readBuilder(builder, run), isWhole, run);
    return model === undefined ? notFound(builder) : { status: 'SUCCESS', resourceModel: model };
  } catch (error) {
    return threw(error, undefined);
  }
};

/** The builder as AWS holds it; undefined when there is none. What is not set is left out. */
export async function readBuilder(builder: string, run: Run): Promise<Model | undefined> {
  const names = namesOf(builder);
  let model: Partial<Model> = {};
  for (const part of parts) model = { ...model, ...(await part.read(names, model, run)) };
  if (model.ProjectArn === undefined) return undefined;
  // What the project records of a repository that is gone is not there.
  return withoutUnset(
    model.RepositoryArn === undefined ? { ...model, Repository: undefined } : model,
  ) as Model;
}

/** Whether nothing of the builder is missing. */
export const isWhole = (model: Model | undefined): model is Model =>
  model?.ProjectArn !== undefined && model.ImageUri !== undefined;

/** Null and undefined mean "not set"; CloudFormation expects no key for that. */
function withoutUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnset);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member == null ? [] : [[key, withoutUnset(member)]])),
  );
}
