import { AwsError } from '../service/errors';

export interface Quota {
  /** Builds that run at the same time. */
  running: number;
  /** Builds that wait; one more is refused. */
  queued: number;
}

/** The builds of one Region of an account: so many run, so many wait. */
export class BuildQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly quota: Readonly<Quota>) {}

  /** @throws AwsError when no further build may wait */
  requirePlace(): void {
    if (this.running < this.quota.running || this.waiting.length < this.quota.queued) return;
    throw new AwsError(
      'AccountLimitExceededException',
      `Cannot have more than ${this.quota.queued} builds in queue for the account`,
    );
  }

  /** Waits for a turn and runs the build; returns false when the signal was aborted before. */
  async run(signal: AbortSignal, build: () => Promise<void>): Promise<boolean> {
    while (this.running >= this.quota.running && !signal.aborted) await this.waitForTurn(signal);
    if (signal.aborted) return false;
    this.running += 1;
    try {
      await build();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
    return true;
  }

  /** Until another build ends, or this one gives up. */
  private async waitForTurn(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = deferred();
    this.waiting.push(resolve);
    signal.addEventListener('abort', resolve, { once: true });
    await promise;
    signal.removeEventListener('abort', resolve);
    // A build that gave up still has its place: without this, it would be woken instead of the next one.
    const place = this.waiting.indexOf(resolve);
    if (place >= 0) this.waiting.splice(place, 1);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
