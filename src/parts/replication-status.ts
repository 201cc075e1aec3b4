import { createHash } from 'node:crypto';
import type { ResolvedBuilder } from '../plan/desired';
import type { ReplicaStatus } from '../ports/replication';
import type { Run } from '../ports/run';
import { waited, waitFor } from '../waiting/bounded-wait';
import { MINUTE } from '../waiting/bounds';
import { done, fail, type Outcome, wait } from '../waiting/outcome';
import { runIn } from './elsewhere';
import type { Part } from './part';
import { settleRules } from './replication-rule';

/** Tags that one operation adds at most. */
const TAGS = 3;
/** Seconds until ECR shows that it begins to replicate what was tagged. */
const BEGINNING = 3;

/** The image in the other Regions: ECR copies what is pushed, or tagged, after the rule exists. */
export const replicationStatus: Part = {
  name: 'replicas',

  async ensure(desired, run) {
    const { replicaRegions, names, imageTag } = desired;
    const left = desired.former?.replicaRegions ?? [];
    if (replicaRegions.length === 0) return left.length === 0 ? done : settleRules(desired, run);
    const rules = await settleRules(desired, run);
    if (rules.kind === 'fail') return rules;
    const digest = await run.aws.ecr.digest(names.imageRepository, imageTag);
    if (digest === undefined) return waitFor('image', imageTag, run) ?? notThere(desired);
    const missing = await missingIn(desired, digest, run);
    return missing.length === 0 ? rules : follow(desired, digest, missing, run);
  },

  async read() {
    return {};
  },

  async delete() {
    return done;
  },
};

const notThere = ({ names, imageTag }: ResolvedBuilder): Outcome =>
  fail('NotStabilized', `the image ${names.imageRepository}:${imageTag} is no longer in the repository`);

/** The Regions that do not have the very same image yet. */
async function missingIn(
  { names, replicaRegions }: ResolvedBuilder,
  digest: string,
  run: Run,
): Promise<string[]> {
  const there = await Promise.all(
    replicaRegions.map((region) => runIn(region, run).aws.ecr.holdsDigest(names.imageRepository, digest)),
  );
  return replicaRegions.filter((_, index) => !there[index]);
}

async function follow(
  desired: ResolvedBuilder,
  digest: string,
  missing: string[],
  run: Run,
): Promise<Outcome> {
  const { imageRepository } = desired.names;
  const statuses = await run.aws.replication.statuses(imageRepository, digest);
  const of = (region: string) => statuses.find((status) => status.region === region);
  const idle = missing.filter((region) => of(region)?.status !== 'IN_PROGRESS');
  const failed = statuses.filter(({ region, status }) => status === 'FAILED' && missing.includes(region));
  const tags = run.context.replication?.tags ?? 0;
  // What failed in an earlier operation is tried again in this one.
  if (failed.length > 0 && (tags > 0 || wasBuilt(run))) return failedIn(failed, desired);
  const mayBegin = (tags > 0 || wasBuilt(run)) && waited('replicas', `${digest} ${tags}`, run) < MINUTE;
  if (idle.length > 0 && !mayBegin && tags < TAGS) return tagAgain(desired, digest, tags, run);
  return (
    waitFor('replicas', imageRepository, run, missing.join(', ')) ??
    fail(
      'NotStabilized',
      `ReplicaRegions: ECR did not replicate the image ${imageRepository}@${digest} to ${missing.join(', ')} in time; see "aws ecr describe-image-replication-status", then try again`,
    )
  );
}

/** Whether the operation built the image: its push came after the rule. */
const wasBuilt = ({ context }: Run): boolean =>
  Object.values(context.builds ?? {}).some(({ id }) => id !== undefined);

/**
 * An image that was pushed before the rule is not replicated: a further tag on it is, without a build. The tag depends
 * on the operation, so that an invocation that is repeated adds none.
 */
async function tagAgain(
  { names, imageTag }: ResolvedBuilder,
  digest: string,
  tags: number,
  run: Run,
): Promise<Outcome> {
  const hash = createHash('sha256').update(`${run.token} ${tags}`).digest('hex');
  const tag = `${imageTag.slice(0, 12)}-replica-${hash.slice(0, 12)}`;
  await run.aws.replication.addImageTag(names.imageRepository, digest, tag);
  run.context.replication = { ...run.context.replication, tags: tags + 1 };
  return wait(BEGINNING, `tagged the image as ${tag}, so that ECR replicates it`);
}

function failedIn(failed: ReplicaStatus[], { names }: ResolvedBuilder): Outcome {
  const reasons = failed.map(({ region, failureCode }) => `${region} (${failureCode ?? 'no reason given'})`);
  return fail(
    'GeneralServiceException',
    `ReplicaRegions: ECR could not replicate ${names.imageRepository} to ${reasons.join(', ')}; check that the Region is enabled, and that its repository and the key of that can be written, then try again`,
  );
}
