import { randomUUID } from 'node:crypto';
import {
  type Capability,
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommand,
  type Parameter,
  type Stack,
  type Tag,
} from '@aws-sdk/client-cloudformation';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import { badInput, CommandFailure, ExitCode } from '../exit-code';
import type { Pace } from './pace';

/** What is deployed; the template as text, or as the URL of an object when it is too long for a request. */
export interface ChangeSetInput {
  stackName: string;
  template: { TemplateBody: string } | { TemplateURL: string };
  parameters: Parameter[];
  capabilities: string[];
  /** Undefined leaves the stack's tags as they are. */
  tags?: Tag[];
  roleArn?: string;
}

export interface ReadyChangeSet {
  id: string;
  stackId: string;
  changes: Change[];
}

/** Makes a change set; undefined when there is nothing to change. `existing` is the stack that it updates. */
export async function makeChangeSet(
  connection: Connection,
  input: ChangeSetInput,
  existing: Stack | undefined,
  pace: Pace,
): Promise<ReadyChangeSet | undefined> {
  const { cloudformation } = connection;
  const made = await cloudformation
    .send(
      new CreateChangeSetCommand({
        ChangeSetName: `docker-builder-${randomUUID()}`,
        ChangeSetType: existing ? 'UPDATE' : 'CREATE',
        Description: 'made by docker-builder deploy',
        StackName: input.stackName,
        ...input.template,
        Parameters: input.parameters,
        Capabilities: input.capabilities as Capability[],
        Tags: input.tags ?? existing?.Tags,
        RoleARN: input.roleArn,
      }),
    )
    .catch((error: unknown) => {
      throw refused(error);
    });
  const [id, stackId] = [made.Id ?? '', made.StackId ?? ''];
  const described = await finished(connection, id, stackId, pace);
  if (described.Status !== 'FAILED') {
    return { id, stackId, changes: described.Changes ?? [] };
  }
  await removeChangeSet(connection, id, existing ? undefined : stackId);
  if (isEmpty(described)) return undefined;
  throw badInput(`CloudFormation refuses the change: ${described.StatusReason ?? 'it gave no reason'}`);
}

export async function executeChangeSet(
  connection: Connection,
  { id, stackId }: ReadyChangeSet,
): Promise<void> {
  await connection.cloudformation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: id, StackName: stackId }),
  );
}

/** Also removes the empty stack that CloudFormation makes for the change set of a new one. */
async function removeChangeSet(
  connection: Connection,
  id: string,
  newStack: string | undefined,
): Promise<void> {
  await connection.cloudformation.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
  if (newStack) await connection.cloudformation.send(new DeleteStackCommand({ StackName: newStack }));
}

async function finished(connection: Connection, id: string, stackId: string, pace: Pace) {
  for (;;) {
    const described = await pace.patiently(() =>
      connection.cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: id, StackName: stackId })),
    );
    if (!/_(PENDING|IN_PROGRESS)$/.test(described.Status ?? '')) return described;
    await pace.wait();
  }
}

/** CloudFormation has two sentences for it; the second one is of transforms. */
const isEmpty = ({ StatusReason = '' }: DescribeChangeSetCommandOutput) =>
  /didn't contain changes|No updates are to be performed/i.test(StatusReason);

function refused(error: unknown): unknown {
  if (hasName(error, 'InsufficientCapabilitiesException')) {
    const capability = /CAPABILITY_\w+/.exec((error as Error).message)?.[0] ?? 'CAPABILITY_IAM';
    return badInput(`the template makes roles or uses macros: allow it with --capabilities ${capability}`);
  }
  if (hasName(error, 'ValidationError'))
    return badInput(`CloudFormation refuses the template: ${(error as Error).message}`);
  if (hasName(error, 'LimitExceededException')) {
    return new CommandFailure(
      ExitCode.stackFailed,
      `an account limit is reached: ${(error as Error).message}`,
    );
  }
  return error;
}
