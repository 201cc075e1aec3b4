import { setTimeout } from 'node:timers/promises';
import { type Account, logGroupOf, projectOf, repositoriesOf } from './account';
import { buildersOf, foldersOf, stacksOf } from './names';
import type { World } from './scenario';

const PAUSE = 2_000;

/**
 * Removes everything that a run may have created, by its exact names, whatever state it was left in. Each part is tried
 * even if another failed.
 * @param signal gives up: what is left is only listed
 * @returns what is left
 */
export async function cleanUp(world: World, signal: AbortSignal, pause = PAUSE): Promise<string[]> {
  const { account, names } = world;
  const problems: string[] = [];
  const attempt = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    if (signal.aborted) return;
    await act().catch((error: Error) => {
      if (!signal.aborted) problems.push(`${what}: ${error.message}`);
    });
  };
  for (const stack of stacksOf(names))
    await attempt(`the stack ${stack}`, () => deleteStack(account, stack, signal, pause));
  for (const builder of buildersOf(names)) await attempt(builder, () => deleteBuilder(account, builder));
  await attempt(names.typeName, () => unregister(world));
  for (const folder of foldersOf(names))
    await attempt(`the objects below ${folder}`, () => deleteObjects(account, world.bucket, folder));
  for (const bucket of world.ownBuckets)
    await attempt(`the bucket ${bucket}`, () =>
      ignoreMissing(() => account.s3.deleteBucket({ Bucket: bucket })),
    );
  return [...problems, ...(await leftOf(world))];
}

/** What is still there, as far as it can be read. */
async function leftOf({ account, names, bucket, ownBuckets }: World): Promise<string[]> {
  const unreadable = (what: string) => (error: Error) => [`perhaps ${what}: ${error.message}`];
  const stacks = stacksOf(names).map(async (stack) => {
    const status = await account.stackStatus(stack);
    return status === undefined ? [] : [`the stack ${stack} (${status})`];
  });
  const objects = foldersOf(names).map(async (folder) => {
    const keys = await account.objects(bucket, folder);
    return keys.map((key) => `s3://${bucket}/${key}`);
  });
  const buckets = [...ownBuckets].map(async (name) =>
    (await account.hasBucket(name)) ? [`the bucket ${name}`] : [],
  );
  const builders = account.leftovers(buildersOf(names));
  const type = account
    .isRegistered(names.typeName)
    .then((registered) => (registered ? [`the type ${names.typeName}`] : []));
  const reads = [
    ...stacks.map((read, index) => read.catch(unreadable(`the stack ${stacksOf(names)[index]}`))),
    ...objects.map((read) => read.catch(unreadable(`objects in ${bucket}`))),
    ...buckets.map((read) => read.catch(unreadable('a bucket for build contexts'))),
    builders.catch(unreadable(`builders named ${buildersOf(names).join(', ')}`)),
    type.catch(unreadable(`the type ${names.typeName}`)),
  ];
  return (await Promise.all(reads)).flat();
}

/** A stack can't be deleted during an update: that is cancelled first. */
async function deleteStack(
  account: Account,
  StackName: string,
  signal: AbortSignal,
  pause: number,
): Promise<void> {
  const { cloudformation } = account;
  for (let asked = false; !signal.aborted; await setTimeout(pause, undefined, { signal })) {
    const status = await account.stackStatus(StackName);
    if (status === undefined) return;
    if (status === 'UPDATE_IN_PROGRESS')
      await cloudformation.cancelUpdateStack({ StackName }).catch(() => {});
    if (/^(UPDATE|ROLLBACK|DELETE).*_IN_PROGRESS$/.test(status)) continue;
    if (asked && status === 'DELETE_FAILED') throw new Error('could not be deleted');
    await cloudformation.deleteStack({ StackName });
    asked = true;
  }
}

/** What a stack that can't be deleted leaves of a builder. */
async function deleteBuilder(account: Account, builder: string): Promise<void> {
  if ((await account.leftovers([builder])).length === 0) return;
  await account.codebuild.deleteProject({ name: projectOf(builder) });
  await ignoreMissing(() => account.logs.deleteLogGroup({ logGroupName: logGroupOf(builder) }));
  for (const repositoryName of repositoriesOf(builder))
    await ignoreMissing(() => account.ecr.deleteRepository({ repositoryName, force: true }));
}

async function ignoreMissing(act: () => Promise<unknown>): Promise<void> {
  await act().catch((error: Error) => {
    if (!/NotFound|NoSuchBucket/.test(error.name)) throw error;
  });
}

/** The uploaded contexts. Where the bucket keeps versions, a lifecycle rule of the bucket has to remove the old ones. */
async function deleteObjects(account: Account, Bucket: string, folder: string): Promise<void> {
  for (const Key of await account.objects(Bucket, folder)) await account.s3.deleteObject({ Bucket, Key });
}

async function unregister({ names: { typeName }, region, run }: World): Promise<void> {
  const { exitCode, messages } = await run(
    'unregister',
    '--region',
    region,
    '--type-name',
    typeName,
    '--yes',
  );
  if (exitCode !== 0) throw new Error(messages);
}
