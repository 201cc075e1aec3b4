import type { Connection } from '../aws/connection';
import type { BuildWatch } from '../builds/build-watch';
import type { Display, StackEvent } from '../display/report';
import { type Cause, causeOf } from './cause';
import { EventFeed, isOfStack, STACK } from './event-feed';
import { lastOperation } from './last-operation';
import type { Pace } from './pace';
import { isSettled } from './status';

export interface Followed {
  stackId: string;
  /** The stack's last status. */
  status: string;
  events: StackEvent[];
}

/**
 * Shows the stack's events and the builds of its builders until the stack settles. `past` are events of the same
 * operation that `feed` has returned before. Throws the reason of the signal of `pace`.
 */
export async function followStack(
  feed: EventFeed,
  stackId: string,
  builds: BuildWatch,
  display: Display,
  pace: Pace,
  past: readonly StackEvent[] = [],
): Promise<Followed> {
  const events: StackEvent[] = [];
  let fresh = [...past];
  for (;;) {
    fresh.push(...(await pace.patiently(() => feed.next())));
    for (const event of fresh) {
      display.show({ type: 'event', event });
      builds.hear(event);
    }
    events.push(...fresh);
    await pace.patiently(() => builds.poll());
    const last = fresh.findLast((event) => isOfStack(event, stackId));
    if (last && isSettled(last.status)) return { stackId, status: last.status, events };
    fresh = [];
    await pace.wait();
  }
}

/** The cause of a failure. The failure of a nested stack is a summary; the cause is among its own events. */
export async function deepCause(
  connection: Connection,
  { events, stackId }: Followed,
): Promise<Cause | undefined> {
  const cause = causeOf(events);
  if (cause?.resourceType !== STACK || cause.physicalId === '' || cause.physicalId === stackId) return cause;
  const nested = await new EventFeed(connection.cloudformation, cause.physicalId).next();
  const inner = { events: lastOperation(nested), stackId: cause.physicalId, status: cause.status };
  return (await deepCause(connection, inner)) ?? cause;
}
