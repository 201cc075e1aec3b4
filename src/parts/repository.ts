import type { Desired } from '../plan/desired';
import { belongsTo, builderOf, hasSameOrigin, keepOwner, takeUp } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Repository, RepositoryDefinition } from '../ports/ecr';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { waitFor } from '../waiting/bounded-wait';
import { done, fail, type Outcome } from '../waiting/outcome';
import { reread } from '../waiting/reread';
import { builderExists } from './builder-exists';
import { retag } from './repository-tags';

/** What one of the builder's repositories should be. */
export interface DesiredRepository extends RepositoryDefinition {
  lifecyclePolicy: string;
}

/** The builder that a repository is for. */
type Claimant = Pick<Desired, 'names' | 'owner'>;

/**
 * Brings a repository to the desired state. One that exists must be this builder's: created by it, or kept when an
 * earlier builder of the same name, or of the same resource in a stack of the same name, was deleted.
 */
export async function ensureRepository(
  desired: DesiredRepository,
  claimant: Claimant,
  run: Run,
): Promise<Outcome> {
  try {
    return await ensure(desired, claimant, run);
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

async function ensure(desired: DesiredRepository, claimant: Claimant, run: Run): Promise<Outcome> {
  const { ecr } = run.aws;
  const existing = await ecr.repository(desired.name);
  if (existing === undefined) {
    await ecr.createRepository(desired);
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
    return done;
  }
  const tags = await ecr.tags(existing.arn);
  const refusal = await refuse(desired.name, tags, claimant, run);
  if (refusal !== undefined) return fail('GeneralServiceException', refusal);
  if (existing.tagMutability !== desired.tagMutability)
    await ecr.setTagMutability(desired.name, desired.tagMutability);
  if (existing.scanOnPush !== desired.scanOnPush) await setScanOnPush(desired, run);
  if ((await ecr.lifecyclePolicy(desired.name)) !== desired.lifecyclePolicy)
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
  await retag(existing.arn, tags, keepOwner(desired.tags, takeUp(tags, claimant.names.builder)), run);
  return done;
}

/** Where the registry's own scanning settings decide, ECR refuses a repository's: that fails no builder. */
async function setScanOnPush({ name, scanOnPush }: DesiredRepository, run: Run): Promise<void> {
  try {
    await run.aws.ecr.setScanOnPush(name, scanOnPush);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'ValidationException') throw error;
    run.log(`ScanOnPush was not set on ${name}: the registry's scanning settings decide (${error.message})`);
  }
}

export interface OwnRepository extends Repository {
  tags: Tags;
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
): Promise<OwnRepository | undefined> {
  const existing = await reread(
    () => run.aws.ecr.repository(name),
    (found) => found !== undefined || !expected,
    run,
  );
  if (existing === undefined) return undefined;
  const tags = await run.aws.ecr.tags(existing.arn);
  return belongsTo(tags, builder) ? { ...existing, tags } : undefined;
}

/** Why a repository of this name can't be used; undefined if it can. */
export async function refuseRepository(
  name: string,
  claimant: Claimant,
  run: Run,
): Promise<string | undefined> {
  const existing = await run.aws.ecr.repository(name);
  return existing === undefined
    ? undefined
    : refuse(name, await run.aws.ecr.tags(existing.arn), claimant, run);
}

async function refuse(
  name: string,
  tags: Tags,
  { names, owner }: Claimant,
  run: Run,
): Promise<string | undefined> {
  if (belongsTo(tags, names.builder)) return undefined;
  const builder = builderOf(tags);
  if (builder === undefined)
    return `the ECR repository "${name}" already exists and was not created by a builder; choose a different BuilderName or Repository.Name (taking it over with Repository.Adopt comes with a later version)`;
  if (await builderExists(builder, run))
    return `the ECR repository "${name}" already exists and belongs to the builder "${builder}"; choose a different Repository.Name`;
  if (owner !== undefined && hasSameOrigin(tags, owner)) return undefined;
  return `the ECR repository "${name}" was kept when the builder "${builder}" was deleted; set BuilderName to "${builder}" to take it up again (taking it over with Repository.Adopt comes with a later version), or choose a different Repository.Name`;
}
