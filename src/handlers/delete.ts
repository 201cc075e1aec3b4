import type { Model } from '../models';
import type { Run } from '../parts/part';
import { parts } from '../parts/parts';
import { namesOf } from '../plan/names';
import type { Invocation } from '../runtime/protocol';
import { failed, notFound } from './progress-event';
import { readRecord } from './record';
import { type Answer, inProgress, type Request, realWorld, runOf, type World } from './run';

/** Removes the parts in reverse; the project is last, so a delete that breaks off can be done again. */
export async function remove(
  request: Request,
  invocation: Invocation,
  world: World = realWorld,
): Promise<Answer> {
  const run = runOf(request, invocation, world);
  const builder = request.desiredResourceState?.BuilderName;
  if (builder === undefined) return notFound(builder);
  const identifier = { BuilderName: builder } as Model;
  try {
    const record = await readRecord(builder, run);
    if (record !== undefined) return await removeParts(identifier, record, run);
  } catch (error) {
    return failed(error, identifier);
  }
  // The project goes last: when a delete that is under way no longer finds it, all is gone.
  return request.callbackContext === undefined ? notFound(builder) : { status: 'SUCCESS' };
}

async function removeParts(identifier: Model, record: Model, run: Run): Promise<Answer> {
  const names = namesOf(identifier.BuilderName as string, record.Repository?.Name);
  for (const part of parts.toReversed()) {
    const outcome = await part.remove(names, record, run);
    if (outcome.kind === 'fail') {
      return {
        status: 'FAILED',
        errorCode: outcome.code,
        message: outcome.message,
        resourceModel: identifier,
      };
    }
    if (outcome.kind === 'wait') return inProgress(identifier, run, outcome.seconds, outcome.note);
  }
  return { status: 'SUCCESS' };
}
