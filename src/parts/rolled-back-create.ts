import type { Stack } from '../ports/cloudformation';
import type { Run } from '../ports/run';

/** In these a stack deletes what the operation that failed had created, and nothing else. */
const ROLLING_BACK = [
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
];

/**
 * Whether the builder is deleted because the operation that created it is rolled back. Where that can't be known, it is
 * not: what is kept by mistake can be deleted by hand.
 */
export async function isRolledBackCreate(run: Run): Promise<boolean> {
  const { stackId } = run;
  if (stackId === undefined) return false;
  try {
    const stack = await run.aws.cloudformation.stack(stackId);
    if (undoesCreate(stack)) return true;
    // The nested stacks of a rolled back root are deleted like any other resource.
    return stack.rootId !== undefined && undoesCreate(await run.aws.cloudformation.stack(stack.rootId));
  } catch (error) {
    run.log(`the stack's status is not known (${error instanceof Error ? error.message : error})`);
    return false;
  }
}

/** A stack that was created with OnFailure DELETE is deleted without a rollback. */
const undoesCreate = ({ status, statusReason }: Stack): boolean =>
  ROLLING_BACK.includes(status) ||
  (status === 'DELETE_IN_PROGRESS' && /failed to create/i.test(statusReason));
