import type { Run } from '../ports/run';
import { waited, waitFor } from './bounded-wait';
import { MINUTE } from './bounds';
import { fail, type Outcome } from './outcome';

/** Waits until the account's queue takes a build, or names the quota when it stays full. */
export function waitForQueue(project: string, refusal: string, run: Run): Outcome {
  const reason = /more than 0 builds/i.test(refusal) ? 'queue without a quota' : 'queue';
  const minutes = Math.round(waited(reason, project, run) / MINUTE);
  return (
    waitFor(reason, project, run, refusal) ??
    fail(
      'ServiceLimitExceeded',
      `CodeBuild's queue stayed full for ${minutes} minutes (${refusal}); raise the CodeBuild quota "Concurrently running builds" of this environment and compute type in Service Quotas, or deploy fewer builders at once`,
    )
  );
}
