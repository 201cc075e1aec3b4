import type { StackEvent } from '../display/report';

/** Why a deployment failed: the event that everything else followed from. */
export interface Cause {
  logicalId: string;
  resourceType: string;
  status: string;
  reason: string;
  /** The stack it happened in: another than the deployed one when that has nested stacks. */
  stackName: string;
  physicalId: string;
}

/** What CloudFormation writes on resources that it stopped because another one failed. */
const CONSEQUENCE = /^Resource (creation|update|deletion|import) cancelled$/i;
/** What it writes on the stack itself: which resources failed, not why. */
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
  return first && { ...first, reason: first.reason ?? 'CloudFormation gave no reason' };
}

const isRefusal = (event: StackEvent) =>
  event.status.endsWith('ROLLBACK_IN_PROGRESS') && event.reason !== undefined && !SUMMARY.test(event.reason);
