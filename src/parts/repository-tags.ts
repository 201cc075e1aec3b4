import type { Tags } from '../plan/tags';
import type { Run } from '../ports/run';

/** What brings tags to the desired ones; those of AWS stay. */
export function tagChanges(actual: Tags, desired: Tags): { changed: Tags; removed: string[] } {
  return {
    changed: Object.fromEntries(Object.entries(desired).filter(([key, value]) => actual[key] !== value)),
    removed: Object.keys(actual).filter(
      (key) => !Object.hasOwn(desired, key) && !key.toLowerCase().startsWith('aws:'),
    ),
  };
}

/** Brings a repository's tags to the desired ones. */
export async function retag(arn: string, actual: Tags, desired: Tags, run: Run): Promise<void> {
  const { changed, removed } = tagChanges(actual, desired);
  if (Object.keys(changed).length > 0) await run.aws.ecr.addTags(arn, changed);
  if (removed.length > 0) await run.aws.ecr.removeTags(arn, removed);
}
