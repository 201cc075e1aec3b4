import { setTimeout as sleep } from 'node:timers/promises';
import { isThrottled } from '../aws/service-error';
import { CommandFailure, ExitCode } from '../exit-code';

/** Thrown into whatever waits when the user presses Ctrl-C. */
export class Interrupted extends CommandFailure {
  constructor() {
    super(ExitCode.interrupted, 'interrupted');
  }
}

/**
 * How often to ask. An engine of one's own may be asked often; AWS is asked every two seconds at first, every five
 * once it takes long, and more and more seldom while it throttles.
 */
export class Pace {
  #asked = 0;
  #throttled = 0;

  constructor(
    private readonly ownEndpoint: boolean,
    private readonly interruption: AbortSignal,
  ) {}

  async wait(): Promise<void> {
    await this.#sleep(this.seconds() * 1000);
    this.#asked += 1;
  }

  /** Seconds until the next question. */
  seconds(): number {
    if (this.#throttled > 0) return Math.min(30, 5 * 2 ** (this.#throttled - 1));
    if (this.ownEndpoint) return this.#asked < 10 ? 0.25 : 0.5;
    return this.#asked < 30 ? 2 : 5;
  }

  /** Asks, and asks again later for as long as the answer is "not so fast". */
  async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      this.interruption.throwIfAborted();
      try {
        const answer = await ask();
        this.#throttled = 0;
        return answer;
      } catch (error) {
        if (!isThrottled(error)) throw error;
        this.#throttled += 1;
        await this.#sleep(this.seconds() * 1000);
      }
    }
  }

  async #sleep(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.interruption });
    } catch (error) {
      this.interruption.throwIfAborted();
      throw error;
    }
  }
}
