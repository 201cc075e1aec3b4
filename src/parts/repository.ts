import type { Repository, RepositoryInput } from '../aws/ecr';
import { ServiceError } from '../aws/service-error';
import { BUILDER_TAG, keptOwnerTags, type Tags } from '../plan/tags';
import { CONSISTENCY, patiently } from '../waiting/reread';
import { done, fail, type Outcome, type Run, wait, waited } from './part';

/** What one of the builder's repositories shall be. */
export interface DesiredRepository extends RepositoryInput {
  lifecyclePolicy: string;
}

/**
 * Brings a repository to the desired state. One that exists must be this builder's own: made by it, or kept when an
 * earlier builder of the same name went.
 */
export async function ensureRepository(
  desired: DesiredRepository,
  builder: string,
  run: Run,
): Promise<Outcome> {
  try {
    return await ensure(desired, builder, run);
  } catch (error) {
    // Made a moment ago, and not seen everywhere yet; or made by a call whose answer was lost.
    if (!isHalfSeen(error) || waited(run, desired.name) > CONSISTENCY) throw error;
    return wait(2, `waiting for the repository ${desired.name}`);
  }
}

const isHalfSeen = (error: unknown): boolean =>
  error instanceof ServiceError &&
  ['RepositoryAlreadyExistsException', 'RepositoryNotFoundException'].includes(error.code);

async function ensure(desired: DesiredRepository, builder: string, run: Run): Promise<Outcome> {
  const { ecr } = run.aws;
  const existing = await ecr.repository(desired.name);
  if (existing === undefined) {
    await ecr.createRepository(desired);
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
    return done;
  }
  const arn = existing.repositoryArn as string;
  const tags = await ecr.tags(arn);
  if (tags[BUILDER_TAG] !== builder) return fail('GeneralServiceException', foreignRepository(desired.name));
  if (existing.imageTagMutability !== desired.tagMutability)
    await ecr.setTagMutability(desired.name, desired.tagMutability);
  if (existing.imageScanningConfiguration?.scanOnPush !== desired.scanOnPush) {
    await ecr.setScanOnPush(desired.name, desired.scanOnPush);
  }
  if ((await ecr.lifecyclePolicy(desired.name)) !== desired.lifecyclePolicy) {
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
  }
  await retag(arn, tags, desired.tags, run);
  return done;
}

/**
 * The repository if it is this builder's own: one that is another's stays as it is.
 * @param expected whether it should be there: what is not seen at once is looked for again then
 */
export async function ownRepository(
  name: string,
  builder: string,
  run: Run,
  expected = true,
): Promise<Repository | undefined> {
  const existing = await patiently(
    () => run.aws.ecr.repository(name),
    (found) => found !== undefined || !expected,
    run,
  );
  if (existing === undefined) return undefined;
  const tags = await run.aws.ecr.tags(existing.repositoryArn as string);
  return tags[BUILDER_TAG] === builder ? existing : undefined;
}

export const foreignRepository = (name: string): string =>
  `the ECR repository "${name}" exists and belongs to no builder of this name; choose another BuilderName or Repository.Name`;

/** Whether a repository of this name is there and another's. */
export async function isForeign(name: string, builder: string, run: Run): Promise<boolean> {
  const existing = await run.aws.ecr.repository(name);
  if (existing === undefined) return false;
  return (await run.aws.ecr.tags(existing.repositoryArn as string))[BUILDER_TAG] !== builder;
}

/** The owner's tags stay as they are: who made a builder does not change with an update. */
async function retag(arn: string, actual: Tags, desired: Tags, run: Run): Promise<void> {
  const target: Tags = { ...desired, ...keptOwnerTags(actual) };
  const changed = Object.fromEntries(Object.entries(target).filter(([key, value]) => actual[key] !== value));
  const removed = Object.keys(actual).filter(
    (key) => !(key in target) && !key.toLowerCase().startsWith('aws:'),
  );
  if (Object.keys(changed).length > 0) await run.aws.ecr.addTags(arn, changed);
  if (removed.length > 0) await run.aws.ecr.removeTags(arn, removed);
}
