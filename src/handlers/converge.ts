import type { Model } from '../models';
import { parts } from '../parts/parts';
import type { ResolvedBuilder } from '../plan/desired';
import type { Run } from '../ports/run';
import { waitFor } from '../waiting/bounded-wait';
import { wait } from '../waiting/outcome';
import { failed, inProgress, interrupted, type ProgressEvent, partFailed } from './progress-event';
import { isWhole, readBuilder } from './read';

/** Milliseconds of an invocation that a part may need; with less left, the next invocation continues. */
const MARGIN = 20_000;

/**
 * Brings the parts to the desired state, from the one that the operation has reached. A part that has to wait returns
 * IN_PROGRESS, and the next invocation resumes there.
 */
export async function converge(desired: ResolvedBuilder, model: Model, run: Run): Promise<ProgressEvent> {
  try {
    const from = parts.findIndex(({ name }) => name === run.context.part);
    for (const part of parts.slice(Math.max(0, from))) {
      run.context.part = part.name;
      if (run.timeLeft() < MARGIN) return inProgress(model, run.context, wait(1, `${part.name}: next`));
      const outcome = await part.ensure(desired, run);
      if (outcome.kind === 'fail') return partFailed(outcome, model);
      if (outcome.kind === 'wait') {
        run.log(`${part.name}: ${outcome.note}; next read in ${outcome.seconds} s`);
        return inProgress(model, run.context, outcome);
      }
    }
    return await readBack(desired, model, run);
  } catch (error) {
    return interrupted(error, model, run.context);
  }
}

/** CloudFormation calls READ right after SUCCESS and does not retry NotFound. */
async function readBack(
  { names: { builder }, warnings = [] }: ResolvedBuilder,
  model: Model,
  run: Run,
): Promise<ProgressEvent> {
  const actual = await readBuilder(builder, run);
  // CloudFormation shows the message of a SUCCESS as the reason of the resource's status.
  const message = warnings.length === 0 ? {} : { message: warnings.join('; ') };
  if (isWhole(actual)) return { status: 'SUCCESS', ...message, resourceModel: actual };
  const again = waitFor('builder', builder, run);
  if (again !== undefined) return inProgress(model, run.context, again);
  const problem = `builder "${builder}" was created but could not be read back`;
  return failed({ code: 'NotStabilized', message: problem }, model);
}
