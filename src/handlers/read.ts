import type { Model } from '../models';
import type { Run } from '../parts/part';
import { parts } from '../parts/parts';
import { namesOf } from '../plan/names';
import type { Invocation } from '../runtime/protocol';
import { patiently } from '../waiting/reread';
import { failed, notFound } from './progress-event';
import { type Answer, type Request, realWorld, runOf, type World } from './run';

/** The builder as AWS holds it; undefined when there is none. What is not set is left out. */
export async function readBuilder(builder: string, run: Run): Promise<Model | undefined> {
  const names = namesOf(builder);
  let model: Partial<Model> = {};
  for (const part of parts) model = { ...model, ...(await part.read(names, model, run)) };
  return model.ProjectArn === undefined ? undefined : (withoutUnset(model) as Model);
}

/** Whether nothing of the builder is missing. */
export const isWhole = (model: Model | undefined): model is Model =>
  model?.ProjectArn !== undefined && model.ImageUri !== undefined;

export async function read(
  request: Request,
  invocation: Invocation,
  world: World = realWorld,
): Promise<Answer> {
  const run = runOf(request, invocation, world);
  const builder = request.desiredResourceState?.BuilderName;
  try {
    const model =
      builder === undefined ? undefined : await patiently(() => readBuilder(builder, run), isWhole, run);
    return model === undefined ? notFound(builder) : { status: 'SUCCESS', resourceModel: model };
  } catch (error) {
    return failed(error, undefined);
  }
}

/** Null and undefined say "not set"; CloudFormation wants no key for that. */
function withoutUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnset);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member == null ? [] : [[key, withoutUnset(member)]])),
  );
}
