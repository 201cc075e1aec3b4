import {
  type CloudFormationClient,
  type StackEvent as Described,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackEvent } from '../display/report';

export const STACK = 'AWS::CloudFormation::Stack';

/** A stack's events, each told once, oldest first. `stack` is an id: a name no longer finds a deleted stack. */
export class EventFeed {
  #last: string | undefined;

  constructor(
    private readonly cloudformation: CloudFormationClient,
    private readonly stack: string,
  ) {}

  /** Passes over what has happened so far. */
  async skipPast(): Promise<void> {
    const { StackEvents } = await this.#page(undefined);
    this.#last = StackEvents?.[0]?.EventId;
  }

  /** What happened since the last call. */
  async next(): Promise<StackEvent[]> {
    const fresh: Described[] = [];
    let token: string | undefined;
    do {
      const page = await this.#page(token);
      for (const event of page.StackEvents ?? []) {
        if (event.EventId === this.#last) {
          return this.#told(fresh);
        }
        fresh.push(event);
      }
      token = page.NextToken;
    } while (token !== undefined);
    return this.#told(fresh);
  }

  #told(newestFirst: Described[]): StackEvent[] {
    this.#last = newestFirst[0]?.EventId ?? this.#last;
    return newestFirst.reverse().map(stackEvent);
  }

  #page(NextToken: string | undefined) {
    return this.cloudformation.send(new DescribeStackEventsCommand({ StackName: this.stack, NextToken }));
  }
}

function stackEvent(event: Described): StackEvent {
  return {
    id: event.EventId ?? '',
    time: event.Timestamp ?? new Date(0),
    stackName: event.StackName ?? '',
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId ?? '',
    resourceType: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason && { reason: event.ResourceStatusReason }),
  };
}

/** The event of the stack itself, not of a resource (or a nested stack) in it. */
export const isOfStack = (event: StackEvent, stackId: string) =>
  event.physicalId === stackId && event.resourceType === STACK && event.logicalId === event.stackName;

/** Nothing further happens to the stack until someone asks for it. REVIEW_IN_PROGRESS waits for a change set. */
export const isSettled = (status: string) =>
  !status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS';

/** The operation, or the resource, reached what was asked for. */
export const isSuccess = (status: string) =>
  /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status) || status === 'DELETE_SKIPPED';
