import type { Desired } from '../plan/desired';
import { belongsTo, builderOf, hasSameOrigin, isAdopted, keepOwner, takeUp } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Repository } from '../ports/ecr';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { waitFor } from '../waiting/bounded-wait';
import { done, type Fail, fail, type Outcome } from '../waiting/outcome';
import { reread } from '../waiting/reread';
import { adopt } from './adopted-repository';
import { builderExists } from './builder-exists';
import type { DesiredRepository } from './desired-repository';
import { applyPolicy } from './repository-policy';
import { retag } from './repository-tags';
import { setScanOnPush } from './scan-on-push';

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
    if (again !== undefined) return again;
    const refused = desired.kmsKey === undefined ? undefined : refusedKey(desired.kmsKey, error);
    if (refused === undefined) throw error;
    return refused;
  }
}

const isHalfSeen = (error: unknown): boolean =>
  error instanceof ServiceError &&
  ['RepositoryAlreadyExistsException', 'RepositoryNotFoundException'].includes(error.code);

async function ensure(desired: DesiredRepository, claimant: Claimant, run: Run): Promise<Outcome> {
  const { ecr } = run.aws;
  const existing = await ecr.repository(desired.name);
  if (existing === undefined) {
    if (desired.adopt) return fail('GeneralServiceException', nothingToAdopt(desired.name));
    await ecr.createRepository(desired);
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
    return (await applyPolicy(desired, run)) ?? done;
  }
  const tags = await ecr.tags(existing.arn);
  const refusal = await refuse(existing, tags, claimant, desired, run);
  if (refusal !== undefined) return fail('GeneralServiceException', refusal);
  if (desired.adopt || isAdopted(tags)) return adopt(existing, tags, desired, claimant.names.builder, run);
  if (existing.tagMutability !== desired.tagMutability)
    await ecr.setTagMutability(desired.name, desired.tagMutability);
  if (existing.scanOnPush !== desired.scanOnPush) await setScanOnPush(desired.name, desired.scanOnPush, run);
  if ((await ecr.lifecyclePolicy(desired.name)) !== desired.lifecyclePolicy)
    await ecr.putLifecyclePolicy(desired.name, desired.lifecyclePolicy);
  await retag(existing.arn, tags, keepOwner(desired.tags, takeUp(tags, claimant.names.builder)), run);
  return (await applyPolicy(desired, run)) ?? done;
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

/** ECR's own words do not say what to do about a key. */
function refusedKey(key: string, error: unknown): Fail | undefined {
  if (!(error instanceof ServiceError) || error.call !== 'ecr:CreateRepository') return undefined;
  if (error.code !== 'KmsException' && !/\bkms:/.test(error.message)) return undefined;
  return fail(
    'InvalidRequest',
    `Repository.KmsKeyArn: ECR can't use ${key} (${error.message}); the key must be enabled and in this Region; add it to the registration's parameter RepositoryKeys, and allow it in the key's policy`,
  );
}

/** Why a repository of this name can't be used; undefined if it can. */
export async function refuseRepository(
  name: string,
  claimant: Claimant,
  run: Run,
  wanted: Wanted = {},
): Promise<string | undefined> {
  const existing = await reread(
    () => run.aws.ecr.repository(name),
    (found) => found !== undefined || !wanted.adopt,
    run,
  );
  if (existing === undefined) return wanted.adopt ? nothingToAdopt(name) : undefined;
  return refuse(existing, await run.aws.ecr.tags(existing.arn), claimant, wanted, run);
}

type Wanted = Partial<Pick<DesiredRepository, 'adopt' | 'kmsKey'>>;

const nothingToAdopt = (name: string): string =>
  `Repository.Adopt: there is no ECR repository "${name}" in this account and Region; check Repository.Name, or leave Adopt out to have it created`;

async function refuse(
  { name, kmsKey }: Repository,
  tags: Tags,
  { names, owner }: Claimant,
  wanted: Wanted,
  run: Run,
): Promise<string | undefined> {
  const otherKey = wanted.kmsKey !== undefined && wanted.kmsKey !== kmsKey;
  if (otherKey)
    return `Repository.KmsKeyArn: the ECR repository "${name}" exists and is encrypted with ${kmsKey ?? "a key of ECR's"}, which ECR can't change; leave KmsKeyArn out, or choose a different Repository.Name`;
  if (belongsTo(tags, names.builder)) return undefined;
  const builder = builderOf(tags);
  if (builder === undefined && wanted.adopt) return undefined;
  if (builder === undefined)
    return `the ECR repository "${name}" already exists and was not created by a builder; set Repository.Adopt to take it over, or choose a different BuilderName or Repository.Name`;
  if (await builderExists(builder, run))
    return `the ECR repository "${name}" already exists and belongs to the builder "${builder}"; choose a different Repository.Name`;
  if (wanted.adopt || (owner !== undefined && hasSameOrigin(tags, owner))) return undefined;
  return `the ECR repository "${name}" was kept when the builder "${builder}" was deleted; set BuilderName to "${builder}" to take it up again, or Repository.Adopt to take it over, or choose a different Repository.Name`;
}
