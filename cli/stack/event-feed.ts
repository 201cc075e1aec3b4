import {
  type CloudFormationClient,
  type StackEvent as Described,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackEvent } from '../display/report';

export const STACK = 'AWS::CloudFormation::Stack';

/** A stack's events, each returned once, oldest first. `stack` is an id: a name does not find a deleted stack. */
export class EventFeed {
  #last: string | undefined;

  constructor(
    private readonly cloudformation: CloudFormationClient,
    private readonly stack: string,
  ) {}

  /** Skips the events of the past. */
  async skipPast(): Promise<void> {
    const { StackEvents } = await this.#page(undefined);
    this.#last = StackEvents?.[0]?.EventId;
  }

  /** The events since the last call. */
  async next(): Promise<StackEvent[]> {
    const fresh: Described[] = [];
    let token: string | undefined;
    do {
      const page = await this.#page(token);
      for (const event of page.StackEvents ?? []) {
        if (event.EventId === this.#last) {
          return this.#oldestFirst(fresh);
        }
        fresh.push(event);
      }
      token = page.NextToken;
    } while (token !== undefined);
    return this.#oldestFirst(fresh);
  }

  #oldestFirst(newestFirst: Described[]): StackEvent[] {
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
