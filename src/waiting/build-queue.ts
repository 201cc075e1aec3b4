import { fail, type Outcome, type Run, wait, waited } from '../parts/part';

const MINUTE = 60_000;
/** A full queue empties as builds end. */
const PATIENCE = 120 * MINUTE;
/** A quota of 0 does not: it must be raised. */
const PATIENCE_WITHOUT_QUOTA = 2 * MINUTE;

/** StartBuild throws when the account's queue is full: that is a wait, with a bound and the quota's name at its end. */
export function buildQueueFull(message: string, run: Run): Outcome {
  const none = /more than 0 builds/i.test(message);
  const time = waited(run, 'queue');
  if (time <= (none ? PATIENCE_WITHOUT_QUOTA : PATIENCE)) {
    return wait(
      Math.min(60, 5 + Math.round(time / 10_000)),
      `CodeBuild's queue is full (${message}); trying again`,
    );
  }
  return fail(
    'ServiceLimitExceeded',
    `CodeBuild's queue stayed full for ${Math.round(time / MINUTE)} minutes (${message}); raise the CodeBuild quota "Concurrently running builds" of this environment and compute type in Service Quotas, or deploy fewer builders at once`,
  );
}
