import { SetTypeConfigurationCommand, SetTypeDefaultVersionCommand } from '@aws-sdk/client-cloudformation';
import type { ArtifactBucket } from '../artifacts/artifact-bucket';
import { describeStack, isUpdatable } from '../stack/existing-stack';
import { deployRegistration } from './deploy-registration';
import { findRegistration, type Registration } from './find-registration';
import { packageFolder, registrationStack } from './names';
import {
  createPrivateBucket,
  deleteBucket,
  deleteObjects,
  objectsBelow,
  packageKey,
  uploadPackage,
} from './package-bucket';
import {
  hasPackage,
  isOwnDefault,
  outputOf,
  type Plan,
  type Wish,
  wantedConfiguration,
} from './plan-registration';
import type { Work } from './work';

/** Where the package goes. */
export interface PackageTarget {
  bucket: ArtifactBucket;
  /** The buckets that have to be created first: this one, and the one that deployments upload build contexts to. */
  create: readonly ArtifactBucket[];
}

/**
 * Does what is planned. A failure of the first registration leaves nothing behind; a failed update leaves what was there.
 * @returns what is registered now
 */
export async function applyRegistration(
  plan: Plan,
  wish: Wish,
  target: PackageTarget,
  work: Work,
): Promise<Registration> {
  const { connection, display } = work;
  if (plan.stack) {
    const undo = plan.upload ? await provide(wish, target, work) : async () => {};
    try {
      await deployRegistration(plan, wish, work);
    } catch (error) {
      if (!work.signal.aborted && !(await isUsed(wish, work)))
        await undo().catch((left: Error) => display.show({ type: 'warning', message: left.message }));
      throw error;
    }
  }
  const { typeName } = wish.package.schema;
  const done = await findRegistration(connection, typeName);
  const changed = [await makeDefault(done, work), await configure(done, wish, work)];
  if (plan.upload) await removeOldPackages(wish, target, work);
  return changed.includes(true) ? findRegistration(connection, typeName) : done;
}

/** Whether a registration by another command needs what this one created. */
const isUsed = async (wish: Wish, { connection }: Work): Promise<boolean> => {
  const stackName = registrationStack(wish.package.schema.typeName);
  const stack = await describeStack(connection.cloudformation, stackName).catch(() => undefined);
  return isUpdatable(stack) && hasPackage(stack, wish.package);
};

/** Makes the stack's version the default one, in place of a version that something else registered; whether it had to. */
async function makeDefault(done: Registration, { connection }: Work): Promise<boolean> {
  if (isOwnDefault(done)) return false;
  const Arn = outputOf(done, 'TypeVersionArn');
  await connection.cloudformation.send(new SetTypeDefaultVersionCommand({ Arn }));
  return true;
}

async function configure(done: Registration, wish: Wish, { connection, display }: Work): Promise<boolean> {
  const configuration = wantedConfiguration(wish, done);
  if (configuration === undefined) return false;
  const { typeName: TypeName } = wish.package.schema;
  const Configuration = JSON.stringify(configuration);
  await connection.cloudformation.send(
    new SetTypeConfigurationCommand({ Type: 'RESOURCE', TypeName, Configuration }),
  );
  display.show({ type: 'step', message: `set the type configuration of ${TypeName}` });
  return true;
}

/** Brings the package into its bucket; returns what takes back what was created for it. */
async function provide(
  { package: content }: Wish,
  { bucket, create }: PackageTarget,
  { connection, display, signal }: Work,
): Promise<() => Promise<void>> {
  const step = (message: string) => display.show({ type: 'step', message });
  const created: ArtifactBucket[] = [];
  let uploaded = false;
  const undo = async () => {
    if (uploaded) await deleteObjects(connection, bucket, [packageKey(content)]);
    for (const one of created) await deleteBucket(connection, one);
  };
  try {
    for (const one of create) {
      await createPrivateBucket(connection, one.name);
      created.push(one);
      step(`created the bucket ${one.name}`);
    }
    uploaded = await uploadPackage(connection, bucket, content, signal);
  } catch (error) {
    await undo().catch(() => undefined);
    throw error;
  }
  if (uploaded) step(`uploaded the package to s3://${bucket.name}/${packageKey(content)}`);
  return undo;
}

/** A version that is registered does not need its package any more. */
async function removeOldPackages(
  wish: Wish,
  { bucket }: PackageTarget,
  { connection, display }: Work,
): Promise<void> {
  try {
    const keys = await objectsBelow(connection, bucket, packageFolder(wish.package.schema.typeName));
    await deleteObjects(
      connection,
      bucket,
      keys.filter((key) => key !== packageKey(wish.package)),
    );
  } catch (error) {
    display.show({
      type: 'warning',
      message: `old packages stay in ${bucket.name}: ${(error as Error).message}`,
    });
  }
}
