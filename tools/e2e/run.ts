import { performance } from 'node:perf_hooks';
import type { Step, World } from './scenario';

export type Print = (line: string) => void;

/** The first interruption ends the steps, which are cleaned up then; the second ends the clean-up too. */
export class Interruption {
  readonly #steps = new AbortController();
  readonly #cleaning = new AbortController();

  interrupt(): void {
    (this.#steps.signal.aborted ? this.#cleaning : this.#steps).abort(new Error('interrupted'));
  }

  get steps(): AbortSignal {
    return this.#steps.signal;
  }

  get cleaning(): AbortSignal {
    return this.#cleaning.signal;
  }
}

/**
 * Runs the steps in order and prints each with its time.
 * @returns whether all of them came true
 */
export async function runSteps(
  steps: readonly Step[],
  world: World,
  signal: AbortSignal,
  print: Print,
): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.name}`;
    print(`${label}: ${step.expects}`);
    const from = performance.now();
    const time = () => `${((performance.now() - from) / 1000).toFixed(1)} s`;
    try {
      signal.throwIfAborted();
      print(`${label}: ok, ${await step.act(world)} (${time()})`);
    } catch (error) {
      const { message } = signal.aborted ? (signal.reason as Error) : (error as Error);
      print(`${label}: ${signal.aborted ? '' : 'FAILED, '}${message} (${time()})`);
      return false;
    }
  }
  return true;
}
