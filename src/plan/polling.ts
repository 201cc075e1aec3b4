/** What the time of the next looks depends on. */
export interface BuildProgress {
  /** CodeBuild's phase when it was asked last: SUBMITTED, QUEUED, PROVISIONING, ..., COMPLETED. */
  phase: string;
  /** Seconds since the build started. */
  elapsed: number;
  /** Seconds that the last successful builds took, in any order; empty when there was none. */
  earlier: number[];
}

/** Seconds between two looks. */
export interface Pace {
  /** At the image repository, where success shows first: the image is pushed before its build ends. */
  repository: number;
  /** At the build, whose failure shows only there. CodeBuild's quota of calls is the account's, and small. */
  build: number;
}

const FINISHING = ['POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING', 'COMPLETED'];
/** Builds of one project vary by this much. */
const VARIATION = 0.25;

/**
 * How often to look at a build: the repository sparsely while the image can't be there yet, densely from the time when
 * the quickest of the last builds would have pushed it; the build itself every 30 seconds, more often where builds are
 * short or no earlier one says how long it takes. `bench/waiting.ts` simulates what comes of it.
 */
export function paceOf({ phase, elapsed, earlier }: BuildProgress, fixed?: number | undefined): Pace {
  if (fixed !== undefined) return { repository: fixed, build: fixed };
  if (FINISHING.includes(phase)) return { repository: 1, build: 1 };
  if (earlier.length === 0) {
    const seconds = clamp(Math.round(elapsed / 8), 3, 12);
    return { repository: seconds, build: seconds };
  }
  const longest = Math.max(...earlier);
  const soonest = Math.min(...earlier) * (1 - VARIATION);
  const latest = longest * (1 + VARIATION);
  const build = clamp(Math.round(longest / 6), 4, 30);
  if (elapsed < soonest) return { repository: clamp(Math.ceil(soonest - elapsed), 1, build), build };
  if (elapsed < latest) return { repository: clamp(Math.round(elapsed / 100), 2, 4), build };
  const overdue = Math.round((elapsed - latest) / 4);
  return { repository: clamp(overdue, 5, 15), build: clamp(overdue, 5, 30) };
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
