import {
  type CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { isNoSuchStack } from '../aws/service-error';
import type { Display } from '../display/report';
import { badInput, CommandFailure, ExitCode } from '../exit-code';
import { isSettled } from './event-feed';
import type { Pace } from './pace';

export async function describeStack(
  cloudformation: CloudFormationClient,
  name: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    if (isNoSuchStack(error)) return undefined;
    throw error;
  }
}

export async function requireStack(cloudformation: CloudFormationClient, name: string): Promise<Stack> {
  const stack = await describeStack(cloudformation, name);
  if (!stack) throw badInput(`there is no stack ${name} in ${await cloudformation.config.region()}`);
  return stack;
}

/**
 * The stack that a deployment updates; undefined when it is to be created. Waits for a stack that is busy, and
 * removes what a failed first deployment left: such a stack can only be deleted.
 */
export async function stackToUpdate(
  cloudformation: CloudFormationClient,
  name: string,
  display: Display,
  pace: Pace,
): Promise<Stack | undefined> {
  let stack = await pace.patiently(() => describeStack(cloudformation, name));
  if (stack && !isSettled(String(stack.StackStatus))) {
    display.show({ type: 'step', message: `waiting for ${name}, which is ${stack.StackStatus}` });
    stack = await settled(cloudformation, name, pace);
  }
  const status = stack?.StackStatus;
  if (!stack || status === 'REVIEW_IN_PROGRESS' || status === 'DELETE_COMPLETE') return undefined;
  if (status === 'ROLLBACK_COMPLETE') {
    display.show({
      type: 'step',
      message: `removing what is left of ${name}: its first deployment failed (${status})`,
    });
    await cloudformation.send(new DeleteStackCommand({ StackName: stack.StackId }));
    const left = await settled(cloudformation, String(stack.StackId), pace);
    if (left && left.StackStatus !== 'DELETE_COMPLETE')
      throw stuck(name, String(left.StackStatus), left.StackStatusReason);
    return undefined;
  }
  if (/^(ROLLBACK_FAILED|DELETE_FAILED|UPDATE_ROLLBACK_FAILED)$/.test(String(status))) {
    throw stuck(name, String(status), stack.StackStatusReason);
  }
  return stack;
}

async function settled(
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

function stuck(name: string, status: string, reason: string | undefined): CommandFailure {
  const way =
    status === 'UPDATE_ROLLBACK_FAILED'
      ? `mend what is named there, then "aws cloudformation continue-update-rollback --stack-name ${name}"`
      : `delete it first: docker-builder delete --stack-name ${name}`;
  return new CommandFailure(
    ExitCode.stackFailed,
    `${name} is ${status}${reason ? ` (${reason})` : ''}: ${way}`,
  );
}
