import type { Connection } from '../aws/connection';
import type { BuildWatch } from '../builds/build-watch';
import type { Display, StackEvent } from '../display/report';
import { type Cause, causeOf } from './cause';
import { EventFeed, isOfStack, isSettled, STACK } from './event-feed';
import type { Pace } from './pace';

export interface Followed {
  stackId: string;
  /** The stack's last status. */
  status: string;
  events: StackEvent[];
}

/**
 * Shows the stack's events, and what its builders build, until the stack settles. Throws what `pace` throws when the
 * user interrupts.
 */
export async function followStack(
  feed: EventFeed,
  stackId: string,
  builds: BuildWatch,
  display: Display,
  pace: Pace,
): Promise<Followed> {
  const events: StackEvent[] = [];
  for (;;) {
    const fresh = await pace.patiently(() => feed.next());
    for (const event of fresh) {
      display.show({ type: 'event', event });
      builds.hear(event);
    }
    events.push(...fresh);
    await pace.patiently(() => builds.look());
    const last = fresh.filter((event) => isOfStack(event, stackId)).at(-1);
    if (last && isSettled(last.status)) return { stackId, status: last.status, events };
    await pace.wait();
  }
}

/** The cause of a failure. A nested stack's failure is only a summary: its own events know more. */
export async function deepCause(
  connection: Connection,
  { events, stackId }: Followed,
): Promise<Cause | undefined> {
  const cause = causeOf(events);
  if (cause?.resourceType !== STACK || cause.physicalId === '' || cause.physicalId === stackId) return cause;
  const nested = await new EventFeed(connection.cloudformation, cause.physicalId).next();
  const inner = { events: sinceLastStart(nested), stackId: cause.physicalId, status: cause.status };
  return (await deepCause(connection, inner)) ?? cause;
}

/** The events of the last operation only: earlier failures of a stack explain nothing. */
export function sinceLastStart(events: readonly StackEvent[]): StackEvent[] {
  const start = events.findLastIndex(
    (event) =>
      event.resourceType === STACK &&
      event.logicalId === event.stackName &&
      /^(CREATE|UPDATE|DELETE|IMPORT|REVIEW)_IN_PROGRESS$/.test(event.status),
  );
  return events.slice(Math.max(0, start));
}
