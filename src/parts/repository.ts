import { belongsTo, keepOwner } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Repository, RepositoryDefinition } from '../ports/ecr';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { waitFor } from '../waiting/bounded-wait';
import { done, fail, type Outcome } from '../waiting/outcome';
import { reread } from '../waiting/reread';

/** What one of the builder's repositories should be. */
export interface DesiredRepository extends RepositoryDefinition {
  lifecyclePolicy: string;
}

/**
 * Brings a repository to the desired state. One that exists must be this builder's: created by it, or kept when an
 * earlier builder of the same name was deleted.
 */
export async function ensureRepository(
  desired: DesiredRepository,
  builder: string,
  run: Run,
): Promise<Outcome> {
  try {
    return await ensure(desired, builder, run);
  } catch (error) {
    // Created a moment ago and not visible everywhere yet, or created by a call whose response was lost.
    const again = isHalfSeen(error) ? waitFor('repository', desired.name, run) : undefined;
    if (again === undefined) throw error;
    return again;
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
  const tags = await ecr.tags(existing.arn);
  if (!belongsTo(tags, builder)) return fail('GeneralServiceException', isForeign(desired.name));
  if (existing.tagMutability !== desired.tagMutability)
    await ecr.setTagMutability(desired.name, desired.tagMutability);
  if (existing.scanOnPush !== desired.scanOnPush) await ecr.setScanOnPush(desired.name, desired.scanOnPush);
  if ((await ecr.lifecyclePolicy(desired.name)) !== desired.lifecyclePolicy)
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
  await retag(existing.arn, tags, desired.tags, run);
  return done;
}

/**
 * The repository if it is this builder's; one that belongs to another stays as it is.
 * @param expected whether it should exist: if it is not seen at once, it is read again
 */
export async function findOwnRepository(
  name: string,
  builder: string,
  run: Run,
  expected = true,
): Promise<Repository | undefined> {
  const existing = await reread(
    () => run.aws.ecr.repository(name),
    (found) => found !== undefined || !expected,
    run,
  );
  if (existing === undefined) return undefined;
  return belongsTo(await run.aws.ecr.tags(existing.arn), builder) ? existing : undefined;
}

/** Why a repository of this name can't be used: undefined where nothing stands against it. */
export async function refuseRepository(name: string, builder: string, run: Run): Promise<string | undefined> {
  const existing = await run.aws.ecr.repository(name);
  if (existing === undefined || belongsTo(await run.aws.ecr.tags(existing.arn), builder)) return undefined;
  return isForeign(name);
}

const isForeign = (name: string): string =>
  `the ECR repository "${name}" already exists and was not created by this builder; choose a different BuilderName or Repository.Name`;

async function retag(arn: string, actual: Tags, desired: Tags, run: Run): Promise<void> {
  const target = keepOwner(desired, actual);
  const changed = Object.fromEntries(Object.entries(target).filter(([key, value]) => actual[key] !== value));
  const removed = Object.keys(actual).filter(
    (key) => !Object.hasOwn(target, key) && !key.toLowerCase().startsWith('aws:'),
  );
  if (Object.keys(changed).length > 0) await run.aws.ecr.addTags(arn, changed);
  if (removed.length > 0) await run.aws.ecr.removeTags(arn, removed);
}
