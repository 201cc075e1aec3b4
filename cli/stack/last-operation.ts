import type { StackEvent } from '../display/report';
import { STACK } from './event-feed';
import { isSettled } from './status';

/**
 * The events of a stack's last operation, oldest first: earlier failures explain nothing. An operation begins when the
 * stack leaves a settled status, or when a new one (a deletion) takes over the one under way.
 */
export function lastOperation(events: readonly StackEvent[]): StackEvent[] {
  let start = 0;
  let settled = true;
  for (const [index, event] of events.entries()) {
    if (event.resourceType !== STACK || event.logicalId !== event.stackName) continue;
    const begins = /^(CREATE|UPDATE|DELETE|IMPORT|REVIEW)_IN_PROGRESS$/.test(event.status);
    if (!isSettled(event.status) ? settled || begins : event.status === 'REVIEW_IN_PROGRESS') start = index;
    settled = isSettled(event.status);
  }
  return events.slice(start);
}
