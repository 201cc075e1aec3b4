import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { mockClient } from 'aws-sdk-client-mock';
import type { StackEvent } from '../../cli/display/report';
import { STACK_ID } from './stack-event';

/** An error as the SDK throws it for an answer of a service. */
export const serviceError = (name: string, message = name, status = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

/** The stack `shop` behind mocked clients: a change or a deletion of it is the events that the test scripts. */
export class FakeStack {
  readonly cloudformation = mockClient(CloudFormationClient);
  readonly codebuild = mockClient(CodeBuildClient);
  readonly logs = mockClient(CloudWatchLogsClient);
  /** Oldest first. */
  events: StackEvent[] = [];
  /** The status of the stack; undefined while it does not exist. */
  status: string | undefined;
  outputs: Record<string, string> = {};
  /** What happens when a change set is executed or the stack is deleted: a group of events each time someone asks. */
  script: StackEvent[][] = [];
  #running = false;

  constructor() {
    this.cloudformation.on(DescribeStacksCommand).callsFake(async () => this.#describe());
    this.cloudformation.on(DescribeStackEventsCommand).callsFake(async () => this.#nextEvents());
    this.cloudformation.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
    this.cloudformation.on(CreateChangeSetCommand).resolves({ Id: 'change-set', StackId: STACK_ID });
    this.cloudformation.on(DescribeChangeSetCommand).resolves({ Status: 'CREATE_COMPLETE', Changes: [] });
    this.cloudformation.on(ExecuteChangeSetCommand).callsFake(async () => this.start());
    this.cloudformation.on(DeleteStackCommand).callsFake(async () => this.start());
    this.codebuild.on(ListBuildsForProjectCommand).resolves({ ids: [] });
  }

  restore(): void {
    for (const mock of [this.cloudformation, this.codebuild, this.logs]) mock.restore();
  }

  /** Lets the script begin. */
  start() {
    this.#running = true;
    return {};
  }

  #nextEvents() {
    if (this.#running) this.events.push(...(this.script.shift() ?? []));
    const last = this.events.findLast(({ logicalId }) => logicalId === 'shop');
    if (last !== undefined) this.status = last.status;
    return {
      StackEvents: this.events.toReversed().map((event) => ({
        EventId: event.id,
        StackId: STACK_ID,
        StackName: event.stackName,
        Timestamp: event.time,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.resourceType,
        ResourceStatus: event.status as 'CREATE_COMPLETE',
        ResourceStatusReason: event.reason,
      })),
    };
  }

  #describe() {
    if (this.status === undefined) throw serviceError('ValidationError', 'Stack with id shop does not exist');
    return {
      Stacks: [
        {
          StackName: 'shop',
          StackId: STACK_ID,
          CreationTime: new Date(0),
          StackStatus: this.status as 'CREATE_COMPLETE',
          Outputs: Object.entries(this.outputs).map(([OutputKey, OutputValue]) => ({
            OutputKey,
            OutputValue,
          })),
        },
      ],
    };
  }
}
