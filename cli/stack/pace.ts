import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '../aws/explain';
import { isOutage, isThrottled } from '../aws/service-error';

export interface PaceOptions {
  /** The user's own endpoint may be asked often. */
  ownEndpoint: boolean;
  /** Ends every wait; its reason is thrown. */
  signal: AbortSignal;
  now?: () => number;
  sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** Receives the reason when the endpoint is gone, and is waited for. */
  onOutage?: (message: string) => void;
}

/** How long an endpoint that answered before may be gone. */
const OUTAGE = { own: 15_000, aws: 120_000 };

/**
 * How often to ask. A local endpoint is asked several times a second; AWS every two seconds at first, every five once it
 * takes long, and less often while it throttles.
 */
export class Pace {
  #asked = 0;
  #throttled = 0;
  /** Whether the endpoint has answered before: the first call fails at once. */
  #answered = false;
  /** When the calls began to fail. */
  #outage: number | undefined;
  readonly #now: () => number;
  readonly #wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

  constructor(private readonly options: PaceOptions) {
    this.#now = options.now ?? Date.now;
    this.#wait = options.sleep ?? ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }));
  }

  async wait(): Promise<void> {
    await this.#sleep();
    this.#asked += 1;
  }

  /** Seconds until the next call. */
  seconds(): number {
    if (this.#throttled > 0) return Math.min(30, 5 * 2 ** (this.#throttled - 1));
    if (this.options.ownEndpoint) return this.#asked < 10 ? 0.25 : 0.5;
    return this.#asked < 30 ? 2 : 5;
  }

  /** Calls until there is an answer: for as long as AWS throttles, and for a limited time while the endpoint is gone. */
  async patiently<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      this.options.signal.throwIfAborted();
      try {
        const answer = await call();
        [this.#throttled, this.#outage, this.#answered] = [0, undefined, true];
        return answer;
      } catch (error) {
        this.options.signal.throwIfAborted();
        if (isThrottled(error)) this.#throttled += 1;
        else if (!(this.#answered && isOutage(error))) throw error;
        else this.#bearOutage(error);
        await this.#sleep();
      }
    }
  }

  #bearOutage(error: unknown): void {
    if (this.#outage === undefined) {
      this.#outage = this.#now();
      this.options.onOutage?.(`${explain(error).message}; trying again`);
      return;
    }
    const limit = this.options.ownEndpoint ? OUTAGE.own : OUTAGE.aws;
    if (this.#now() - this.#outage >= limit) throw error;
  }

  async #sleep(): Promise<void> {
    try {
      await this.#wait(this.seconds() * 1000, this.options.signal);
    } catch (error) {
      this.options.signal.throwIfAborted();
      throw error;
    }
  }
}
