import type { Model } from '../models';
import { type Run, waited } from '../parts/part';
import { parts } from '../parts/parts';
import type { Desired } from '../plan/desired';
import { CONSISTENCY } from '../waiting/reread';
import { failed } from './progress-event';
import { isWhole, readBuilder } from './read';
import { type Answer, inProgress } from './run';

/** Milliseconds of an invocation that a part may need; with less left, the next invocation goes on. */
const MARGIN = 20_000;

/**
 * Brings the parts to the desired state, from the one that the operation has come to. A part that waits hands back
 * progress; the next invocation goes on with it.
 */
export async function advance(desired: Desired, model: Model, run: Run): Promise<Answer> {
  try {
    const from = parts.findIndex(({ name }) => name === run.progress.part);
    for (const part of parts.slice(Math.max(0, from))) {
      run.progress.part = part.name;
      if (run.timeLeft() < MARGIN) return inProgress(model, run, 1, `${part.name}: next`);
      const outcome = await part.ensure(desired, run);
      if (outcome.kind === 'fail') {
        // An identifier in an AlreadyExists answer would have CloudFormation delete what was there before.
        const named = outcome.code === 'AlreadyExists' ? {} : { resourceModel: model };
        return { status: 'FAILED', errorCode: outcome.code, message: outcome.message, ...named };
      }
      if (outcome.kind === 'wait') {
        run.log(`${part.name}: ${outcome.note}; next look in ${outcome.seconds} s`);
        return inProgress(model, run, outcome.seconds, outcome.note);
      }
    }
    const actual = await readBuilder(desired.names.builder, run);
    if (isWhole(actual)) return { status: 'SUCCESS', resourceModel: actual };
    // CloudFormation reads the builder right after this, and has no patience with what is not seen yet.
    if (waited(run, 'read') <= CONSISTENCY) return inProgress(model, run, 2, 'waiting until all can be read');
    return {
      status: 'FAILED',
      errorCode: 'NotStabilized',
      message: `the builder "${desired.names.builder}" was made but can't be read`,
      resourceModel: model,
    };
  } catch (error) {
    return failed(error, model);
  }
}
