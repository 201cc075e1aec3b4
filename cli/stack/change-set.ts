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
import type { Pace } from './pace';
import { explainRefusal, refusal } from './refusal';

/** What to deploy; the template is its text, or the URL of an object when it is too long for a request. */
export interface ChangeSetInput {
  stackName: string;
  template: { TemplateBody: string } | { TemplateURL: string };
  parameters: Parameter[];
  capabilities: string[];
  /** Undefined leaves the stack's tags as they are. */
  tags?: Tag[];
  roleArn?: string;
  /** The builder's type: a registry that does not know it is a separate mistake. */
  typeName: string;
}

export interface ReadyChangeSet {
  id: string;
  stackId: string;
  changes: Change[];
}

/** Creates a change set; undefined when there is nothing to change. `existing` is the stack that it updates. */
export async function createChangeSet(
  connection: Connection,
  input: ChangeSetInput,
  existing: Stack | undefined,
  pace: Pace,
): Promise<ReadyChangeSet | undefined> {
  const { cloudformation } = connection;
  const created = await cloudformation
    .send(
      new CreateChangeSetCommand({
        ChangeSetName: `docker-builder-${randomUUID()}`,
        ChangeSetType: existing ? 'UPDATE' : 'CREATE',
        Description: 'created by docker-builder deploy',
        StackName: input.stackName,
        ...input.template,
        Parameters: input.parameters,
        Capabilities: input.capabilities as Capability[],
        Tags: input.tags ?? existing?.Tags,
        RoleARN: input.roleArn,
      }),
    )
    .catch(async (error: unknown) => {
      throw await explainRefusal(error, input.typeName, connection);
    });
  const [id, stackId] = [created.Id ?? '', created.StackId ?? ''];
  const described = await waitUntilFinished(connection, id, stackId, pace).catch(async (error: unknown) => {
    // The user gave up: a change set that nobody executes would stay, and a stack in review with it.
    await deleteChangeSet(connection, id, existing ? undefined : stackId).catch(() => undefined);
    throw error;
  });
  if (described.Status !== 'FAILED') {
    return { id, stackId, changes: described.Changes ?? [] };
  }
  await deleteChangeSet(connection, id, existing ? undefined : stackId);
  if (isEmpty(described)) return undefined;
  throw await refusal(described.StatusReason ?? 'it gave no reason', input.typeName, connection);
}

export async function executeChangeSet(
  connection: Connection,
  { id, stackId }: ReadyChangeSet,
): Promise<void> {
  await connection.cloudformation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: id, StackName: stackId }),
  );
}

/** Also deletes the empty stack that CloudFormation creates for the change set of a new one. */
async function deleteChangeSet(
  connection: Connection,
  id: string,
  newStack: string | undefined,
): Promise<void> {
  await connection.cloudformation.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
  if (newStack) await connection.cloudformation.send(new DeleteStackCommand({ StackName: newStack }));
}

async function waitUntilFinished(connection: Connection, id: string, stackId: string, pace: Pace) {
  for (;;) {
    const described = await pace.patiently(() =>
      connection.cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: id, StackName: stackId })),
    );
    if (!/_(PENDING|IN_PROGRESS)$/.test(described.Status ?? '')) return described;
    await pace.wait();
  }
}

/** CloudFormation's two sentences for it; the second is for templates with transforms. */
const isEmpty = ({ StatusReason = '' }: DescribeChangeSetCommandOutput) =>
  /didn't contain changes|No updates are to be performed/i.test(StatusReason);
