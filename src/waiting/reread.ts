import type { Run } from '../parts/part';

/** Milliseconds between the looks at what is not seen. */
const PAUSES = [500, 1000];

/** Milliseconds in which what was just made may still not be found: a wait with a bound. */
export const CONSISTENCY = 60_000;

/**
 * Looks again before it believes that something is not there: AWS may not show at once what was just made, and whoever
 * takes that for "gone" leaves it behind. What is seen costs one look.
 */
export async function patiently<T>(
  look: () => Promise<T>,
  seen: (found: T) => boolean,
  run: Run,
): Promise<T> {
  let found = await look();
  for (const pause of PAUSES) {
    if (seen(found)) break;
    await run.sleep(pause);
    found = await look();
  }
  return found;
}
