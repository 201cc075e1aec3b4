import type { Run } from '../ports/run';

/** Milliseconds between the reads of what is not seen. */
const PAUSES = [500, 1000];

/**
 * Reads again before it believes that something does not exist: AWS reads are eventually consistent, and what is taken
 * for "gone" would be left behind. What is seen at once costs one read.
 */
export async function reread<T>(read: () => Promise<T>, isSeen: (found: T) => boolean, run: Run): Promise<T> {
  let found = await read();
  for (const pause of PAUSES) {
    if (isSeen(found)) break;
    await run.sleep(pause);
    found = await read();
  }
  return found;
}
