import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { describeStack } from '../stack/existing-stack';
import { isSettled } from '../stack/status';
import type { Work } from './work';

/** Deletes a stack without resources, whose events say nothing new, and waits; whether it is gone. */
export async function deleteRemains(
  stackId: string,
  { connection: { cloudformation }, pace }: Pick<Work, 'connection' | 'pace'>,
): Promise<boolean> {
  await cloudformation.send(new DeleteStackCommand({ StackName: stackId }));
  for (;;) {
    const stack = await pace.patiently(() => describeStack(cloudformation, stackId));
    // A stack that is under review is settled, and stays so until its deletion begins.
    const status = String(stack?.StackStatus ?? 'DELETE_COMPLETE');
    if (isSettled(status) && status !== 'REVIEW_IN_PROGRESS') return status === 'DELETE_COMPLETE';
    await pace.wait();
  }
}
