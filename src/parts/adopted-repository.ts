import { imagePolicy, untaggedRetentionOf } from '../plan/lifecycle-policy';
import { adoptionTags } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Repository } from '../ports/ecr';
import type { Run } from '../ports/run';
import { done, type Outcome, wait } from '../waiting/outcome';
import type { DesiredRepository } from './desired-repository';
import { applyPolicy } from './repository-policy';
import { tagChanges } from './repository-tags';
import { setScanOnPush } from './scan-on-push';

/** Seconds until the rights that depend on a tag follow it. */
const TAG_DELAY = 2;

/**
 * Uses a repository that somebody else created. Two tags let the roles push to it and change it; its other settings
 * stay as they are, except those that the template gives. A delete takes the two tags off and leaves the rest.
 */
export async function adopt(
  existing: Repository,
  tags: Tags,
  desired: DesiredRepository,
  builder: string,
  run: Run,
): Promise<Outcome> {
  const { ecr } = run.aws;
  const { scanOnPush, untaggedRetentionDays: days } = desired.given ?? {};
  const { changed } = tagChanges(tags, adoptionTags(builder));
  if (Object.keys(changed).length > 0) {
    await ecr.addTags(existing.arn, changed);
    return wait(TAG_DELAY, `adopted the repository ${existing.name}`);
  }
  if (scanOnPush !== undefined && existing.scanOnPush !== scanOnPush)
    await setScanOnPush(desired.name, scanOnPush, run);
  if (days !== undefined && untaggedRetentionOf(await ecr.lifecyclePolicy(existing.name)) !== days)
    await ecr.putLifecyclePolicy(existing.name, imagePolicy(days));
  return (await applyPolicy(desired, run)) ?? done;
}

/** Leaves an adopted repository as it is, but for our tags. */
export async function release({ arn, name }: Repository, builder: string, run: Run): Promise<void> {
  await run.aws.ecr.removeTags(arn, Object.keys(adoptionTags(builder)));
  run.log(`left the adopted repository ${name} with its images`);
}
