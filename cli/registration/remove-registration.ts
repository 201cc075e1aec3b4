import {
  DeleteStackCommand,
  DeregisterTypeCommand,
  SetTypeConfigurationCommand,
  SetTypeDefaultVersionCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { BuildWatch } from '../builds/build-watch';
import { requireSuccess } from '../commands/outcome';
import { CommandFailure, ExitCode } from '../exit-code';
import { EventFeed } from '../stack/event-feed';
import { followStack } from '../stack/follow-stack';
import { deleteRemains } from './delete-remains';
import type { BucketContent, Leftovers } from './find-leftovers';
import type { Registration } from './find-registration';
import { deleteBucket, deleteObjects } from './package-bucket';
import { isOwnDefault, outputOf } from './plan-registration';
import { foreignVersions } from './plan-removal';
import type { Work } from './work';

/** Removes a registration. Interrupted anywhere, it can be run again. */
export async function removeRegistration(
  found: Registration,
  { packages, contexts }: Leftovers,
  typeName: string,
  work: Work,
): Promise<void> {
  if (found.stack !== undefined) {
    await clearType(found, typeName, work);
    await deleteStack(found.stack, typeName, work);
  }
  const { StackId, StackName } = found.remains ?? {};
  if (StackId !== undefined && !(await deleteRemains(StackId, work)))
    throw new CommandFailure(
      ExitCode.stackFailed,
      `the stack ${StackName} could not be deleted: look at its events`,
    );
  for (const bucket of [packages, contexts]) if (bucket) await emptyBucket(bucket, work);
}

/** Leaves the stack's version as the only one, because the default one can't be deregistered beside others. */
async function clearType(
  found: Registration,
  TypeName: string,
  { connection, display }: Work,
): Promise<void> {
  const { cloudformation } = connection;
  if (found.type === undefined) return;
  if (found.type.configuration !== undefined)
    await cloudformation.send(
      new SetTypeConfigurationCommand({ Type: 'RESOURCE', TypeName, Configuration: '{}' }),
    );
  const others = foreignVersions(found);
  if (others.length === 0) return;
  const Arn = outputOf(found, 'TypeVersionArn');
  if (!isOwnDefault(found)) await cloudformation.send(new SetTypeDefaultVersionCommand({ Arn }));
  for (const VersionId of others) {
    await cloudformation.send(new DeregisterTypeCommand({ Type: 'RESOURCE', TypeName, VersionId }));
    display.show({ type: 'step', message: `deregistered version ${VersionId}` });
  }
}

async function deleteStack(
  { StackId = '', StackName = '' }: Stack,
  typeName: string,
  work: Work,
): Promise<void> {
  const { connection, display, pace } = work;
  const feed = new EventFeed(connection.cloudformation, StackId);
  await pace.patiently(() => feed.skipPast());
  await connection.cloudformation.send(new DeleteStackCommand({ StackName: StackId }));
  work.leaveRunning(true);
  const builds = new BuildWatch(connection, typeName, display);
  const followed = await followStack(feed, StackId, builds, display, pace);
  work.leaveRunning(false);
  await requireSuccess(connection, StackName, followed);
}

async function emptyBucket(bucket: BucketContent, { connection, display }: Work): Promise<void> {
  await deleteObjects(connection, bucket, bucket.keys);
  if (!bucket.whole) return;
  await deleteBucket(connection, bucket);
  display.show({ type: 'step', message: `deleted the bucket ${bucket.name}` });
}
