import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { BuildWatch } from '../builds/build-watch';
import { requireSuccess, StackFailure } from '../commands/outcome';
import { CommandFailure, ExitCode } from '../exit-code';
import { createChangeSet, executeChangeSet } from '../stack/change-set';
import { EventFeed } from '../stack/event-feed';
import { describeStack, stackToUpdate } from '../stack/existing-stack';
import { followStack } from '../stack/follow-stack';
import { declaredParameters, deploymentParameters } from '../stack/parameters';
import { isSettled } from '../stack/status';
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
  await executeChangeSet(connection, changeSet);
  const builds = new BuildWatch(connection, typeName, display);
  const followed = await followStack(feed, changeSet.stackId, builds, display, pace);
  work.leaveRunning(false);
  try {
    await requireSuccess(connection, stackName, followed);
  } catch (error) {
    const reason = await reasonOfFailure(cloudformation, typeName, before);
    if (existing === undefined) await removeStack(changeSet.stackId, work);
    throw explainFailure(error, reason, existing !== undefined);
  }
}

async function removeStack(stackId: string, { connection, display, pace }: Work): Promise<void> {
  display.show({ type: 'step', message: 'removing what the failed registration created' });
  await connection.cloudformation.send(new DeleteStackCommand({ StackName: stackId }));
  for (;;) {
    const stack = await pace.patiently(() => describeStack(connection.cloudformation, stackId));
    if (stack === undefined || isSettled(String(stack.StackStatus))) return;
    await pace.wait();
  }
}

/** The registry's reason, which the stack does not know, first; a missing right is the environment's fault. */
function explainFailure(error: unknown, reason: string | undefined, existed: boolean): unknown {
  if (!(error instanceof StackFailure)) return error;
  const { reason: cause, stackName } = error;
  const after = existed ? 'the earlier registration is back in place' : 'nothing of it is left';
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
