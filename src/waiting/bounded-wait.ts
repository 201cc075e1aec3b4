import type { Run } from '../ports/run';
import { bounds, type Reason } from './bounds';
import { type Wait, wait } from './outcome';

/**
 * Waits once more for this reason; undefined when its bound is reached.
 * @param subject what is waited for: each has its own time
 * @param detail what the progress event names
 */
export function waitFor(reason: Reason, subject: string, run: Run, detail = subject): Wait | undefined {
  const { limit, pace, words } = bounds[reason];
  const time = waited(reason, subject, run);
  return time > limit ? undefined : wait(pace(time), words(detail));
}

/** Milliseconds that the operation has waited for this, counted from the first time it is asked. */
export function waited(reason: Reason, subject: string, run: Run): number {
  const key = `${reason} ${subject}`;
  const since = run.context.waitingSince?.[key] ?? run.now();
  run.context.waitingSince = { ...run.context.waitingSince, [key]: since };
  return run.now() - since;
}
