import type { StackEvent } from '../display/report';
import { plain } from '../display/width';

/** Why an operation failed: the event from which all other failures followed. */
export interface Cause {
  logicalId: string;
  resourceType: string;
  status: string;
  reason: string;
  /** The stack of the event: a nested one, or the deployed one. */
  stackName: string;
  physicalId: string;
}

/** CloudFormation's reason on resources that it stopped because another one failed. */
const CONSEQUENCE = /^Resource (creation|update|deletion|import) cancelled$/i;
/** Its reason on the stack itself: which resources failed, not why. */
const SUMMARY = /^The following resource\(s\) failed to/i;

/**
 * The first failure of an operation that is not a consequence of another: events oldest first. When no resource
 * failed (a refusal of the whole stack), the stack's own reason.
 */
export function causeOf(events: readonly StackEvent[]): Cause | undefined {
  const failures = events.filter((event) => event.status.endsWith('_FAILED'));
  const first =
    failures.find((event) => !CONSEQUENCE.test(event.reason ?? '') && !SUMMARY.test(event.reason ?? '')) ??
    events.find(isRefusal) ??
    failures[0];
  if (first === undefined) return undefined;
  const { logicalId, resourceType, status, stackName, physicalId, reason } = first;
  return {
    logicalId,
    resourceType,
    status,
    reason: plain(reason ?? 'CloudFormation gave no reason'),
    stackName,
    physicalId,
  };
}

const isRefusal = (event: StackEvent) =>
  event.status.endsWith('ROLLBACK_IN_PROGRESS') && event.reason !== undefined && !SUMMARY.test(event.reason);
