import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { BuildWatch } from '../builds/build-watch';
import { requireSuccess, StackFailure } from '../commands/outcome';
import { CommandFailure, ExitCode } from '../exit-code';
import { createChangeSet, executeChangeSet } from '../stack/change-set';
import { EventFeed } from '../stack/event-feed';
import { describeStack, stackToUpdate } from '../stack/existing-stack';
import { followStack } from '../stack/follow-stack';
import { declaredParameters, deploymentParameters } from '../stack/parameters';
import { deleteRemains } from './delete-remains';
import { failedRegistrations, reasonOfFailure } from './failed-registration';
import { registrationStack } from './names';
import type { Plan, Wish } from './plan-registration';
import type { Work } from './work';

/** Creates or updates the stack that registers the type. A first one that fails is deleted again. */
export async function deployRegistration(plan: Plan, wish: Wish, work: Work): Promise<void> {
  const { connection, display, pace, removal } = work;
  const { cloudformation } = connection;
  const { typeName } = wish.package.schema;
  const stackName = registrationStack(typeName);
  const before = await failedRegistrations(cloudformation, typeName);
  const existing = await stackToUpdate(cloudformation, stackName, display, pace, removal);
  const input = {
    stackName,
    template: { TemplateBody: wish.template.text },
    parameters: deploymentParameters(declaredParameters(wish.template), plan.parameters, existing),
    capabilities: ['CAPABILITY_NAMED_IAM'],
    typeName,
  };
  const changeSet = await createChangeSet(connection, input, existing, pace);
  if (changeSet === undefined) return;
  const feed = new EventFeed(cloudformation, changeSet.stackId);
  await pace.patiently(() => feed.skipPast());
  work.leaveRunning(true);
  await executeChangeSet(connection, changeSet).catch(async (error: unknown) => {
    // A stack that never began is empty; it would only be in the way.
    if (existing === undefined) await discardStack(changeSet.stackId, work);
    work.leaveRunning(false);
    throw error;
  });
  const builds = new BuildWatch(connection, typeName, display);
  const followed = await followStack(feed, changeSet.stackId, builds, display, pace);
  work.leaveRunning(false);
  try {
    await requireSuccess(connection, stackName, followed);
  } catch (error) {
    const reason = await reasonOfFailure(cloudformation, typeName, before);
    if (existing !== undefined)
      throw explainFailure(error, reason, 'the earlier registration is back in place');
    display.show({ type: 'step', message: 'removing what the failed registration created' });
    const gone = await deleteRemains(changeSet.stackId, work);
    throw explainFailure(
      error,
      reason,
      gone ? 'nothing of it is left' : `remove what is left with ${removal}`,
    );
  }
}

/** Deletes the stack of a change set that could not be executed, unless another command has executed one. */
async function discardStack(stackId: string, { connection: { cloudformation } }: Work): Promise<void> {
  const stack = await describeStack(cloudformation, stackId).catch(() => undefined);
  if (stack?.StackStatus !== 'REVIEW_IN_PROGRESS') return;
  await cloudformation.send(new DeleteStackCommand({ StackName: stackId })).catch(() => undefined);
}

/** The registry's reason, which the stack does not know, first; a missing right is the environment's fault. */
function explainFailure(error: unknown, reason: string | undefined, after: string): unknown {
  if (!(error instanceof StackFailure)) return error;
  const { reason: cause, stackName } = error;
  const denied = /is not authorized to perform|AccessDenied/i.test(`${cause?.reason} ${reason}`);
  const text =
    reason ??
    (cause === undefined ? error.message : `${cause.logicalId} (${cause.resourceType}): ${cause.reason}`);
  const line = text.trim().replace(/\s*\n\s*/g, '; ');
  return new CommandFailure(
    denied ? ExitCode.notReady : ExitCode.stackFailed,
    `the registration failed: ${line}; the stack ${stackName} was rolled back, ${after}`,
    { cause: error },
  );
}
