import { parts } from '../parts/parts';
import { namesOf } from '../plan/names';
import { type Recorded, recordOf } from '../plan/recorded';
import type { Run } from '../ports/run';
import { identifying } from './identifier';
import { inProgress, interrupted, notFound, type ProgressEvent, partFailed } from './progress-event';
import { findRecord } from './record';
import type { Verb } from './run';

/** Named after the protocol's verb; `delete` is a reserved word. */
export const deleteBuilder: Verb = async (request, run) => {
  const builder = request.desiredResourceState?.BuilderName;
  if (builder === undefined) return notFound(builder);
  try {
    const record = await findRecord(builder, run);
    if (record !== undefined) return await deleteParts(builder, recordOf(builder, record), run);
  } catch (error) {
    return interrupted(error, identifying(builder), run.context);
  }
  // The project goes last: when a delete under way no longer finds it, everything is gone.
  return request.callbackContext === undefined ? notFound(builder) : { status: 'SUCCESS' };
};

/** In reverse; the project is last, so a delete that was interrupted can be repeated. */
async function deleteParts(builder: string, record: Recorded, run: Run): Promise<ProgressEvent> {
  const names = namesOf(builder, record.Repository?.Name);
  for (const part of parts.toReversed()) {
    const outcome = await part.delete(names, record, run);
    if (outcome.kind === 'fail') return partFailed(outcome, identifying(builder));
    if (outcome.kind === 'wait') return inProgress(identifying(builder), run.context, outcome);
  }
  return { status: 'SUCCESS' };
}
