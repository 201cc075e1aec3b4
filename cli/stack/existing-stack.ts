import {
  type CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { notAws } from '../aws/explain';
import { isNoSuchStack } from '../aws/service-error';
import type { Display } from '../display/report';
import { badInput, CommandFailure, ExitCode } from '../exit-code';
import type { Pace } from './pace';
import { isSettled } from './status';

export async function describeStack(
  cloudformation: CloudFormationClient,
  name: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
    const [stack] = Stacks ?? [];
    // An unknown name is an error: an answer without a stack is not CloudFormation's.
    if (stack === undefined) throw notAws();
    return stack;
  } catch (error) {
    if (isNoSuchStack(error)) return undefined;
    throw error;
  }
}

export async function requireStack(cloudformation: CloudFormationClient, name: string): Promise<Stack> {
  const stack = await describeStack(cloudformation, name);
  if (!stack) {
    const id = name.startsWith('arn:') ? '' : '; a deleted stack is found by its id (ARN)';
    throw badInput(`there is no stack ${name} in ${await cloudformation.config.region()}${id}`);
  }
  return stack;
}

/**
 * The stack that a deployment updates; undefined when it is to be created. Waits for a stack that is busy, and deletes
 * the remains of a failed first deployment, with which nothing else can be done.
 */
export async function stackToUpdate(
  cloudformation: CloudFormationClient,
  name: string,
  display: Display,
  pace: Pace,
  deleteCommand: string,
): Promise<Stack | undefined> {
  let stack = await pace.patiently(() => describeStack(cloudformation, name));
  if (stack && !isSettled(String(stack.StackStatus))) {
    display.show({ type: 'step', message: `waiting for ${name}, which is ${stack.StackStatus}` });
    stack = await waitUntilSettled(cloudformation, name, pace);
  }
  if (!stack) return undefined;
  const status = stack.StackStatus;
  if (status === 'ROLLBACK_COMPLETE') {
    display.show({
      type: 'step',
      message: `deleting the remains of ${name}: its first deployment failed (${status})`,
    });
    await cloudformation.send(new DeleteStackCommand({ StackName: stack.StackId }));
    const left = await waitUntilSettled(cloudformation, String(stack.StackId), pace);
    if (left && left.StackStatus !== 'DELETE_COMPLETE') throw stuck(left, deleteCommand);
    return undefined;
  }
  if (/^(ROLLBACK_FAILED|DELETE_FAILED|UPDATE_ROLLBACK_FAILED)$/.test(String(status))) {
    throw stuck(stack, deleteCommand);
  }
  return isUpdatable(stack) ? stack : undefined;
}

/** Whether a deployment updates the stack as it is; otherwise it creates one. */
export const isUpdatable = (stack: Stack | undefined): stack is Stack =>
  stack !== undefined &&
  !/^(REVIEW_IN_PROGRESS|DELETE_COMPLETE|ROLLBACK_COMPLETE)$/.test(String(stack.StackStatus));

async function waitUntilSettled(
  cloudformation: CloudFormationClient,
  id: string,
  pace: Pace,
): Promise<Stack | undefined> {
  for (;;) {
    const stack = await pace.patiently(() => describeStack(cloudformation, id));
    if (!stack || isSettled(String(stack.StackStatus))) return stack;
    await pace.wait();
  }
}

function stuck(
  { StackName: name, StackStatus: status, StackStatusReason: reason }: Stack,
  deleteCommand: string,
) {
  const fix =
    status === 'UPDATE_ROLLBACK_FAILED'
      ? `fix the named resource, then run "aws cloudformation continue-update-rollback --stack-name ${name}"`
      : `delete it first: ${deleteCommand}`;
  return new CommandFailure(
    ExitCode.stackFailed,
    `${name} is ${status}${reason ? ` (${reason})` : ''}: ${fix}`,
  );
}
