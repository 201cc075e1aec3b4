import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two pauses: short enough for an interrupt or a progress bar to seem immediate. */
const STRETCH = 25;

/**
 * For long work in synchronous steps, which takes a fraction of the time of one promise per file. Await the result
 * after each step: it lets the event loop run now and then, and throws once the signal is aborted.
 */
export function pauses(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let resumed = performance.now();
  return () => {
    if (performance.now() - resumed < STRETCH) return undefined;
    return setImmediate().then(() => {
      signal?.throwIfAborted();
      resumed = performance.now();
    });
  };
}
