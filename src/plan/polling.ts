/** What the time of the next poll depends on. */
export interface BuildProgress {
  /** CodeBuild's current phase: SUBMITTED, QUEUED, PROVISIONING, ..., COMPLETED. */
  phase: string;
  /** Seconds since the build started. */
  elapsed: number;
  /** Seconds that the last successful builds took, in any order; empty when there was none. */
  earlier: number[];
}

const FINISHING = ['POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING', 'COMPLETED'];

/**
 * Seconds until the next poll: sparse while the build cannot be finished, dense around the time that the last builds
 * took and after the build phase ended.
 */
export function pollDelay({ phase, elapsed, earlier }: BuildProgress, fixed?: number | undefined): number {
  if (fixed !== undefined) return fixed;
  if (FINISHING.includes(phase)) return 1;
  const expected = median(earlier);
  if (expected === undefined) return clamp(Math.round(elapsed / 8), 3, 15);
  const remaining = expected - elapsed;
  if (remaining > 0) return clamp(Math.floor(remaining * 0.7), 1, 30);
  return clamp(Math.round(-remaining / 4), 2, 15);
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function median(values: number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
