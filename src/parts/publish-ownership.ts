import { belongsTo } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Parameter } from '../ports/parameters';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** Whether a parameter with these tags was published by this builder; one in another Region may have the same name. */
export const isOwn = (tags: Tags, owner: string): boolean => belongsTo(tags, owner);

/**
 * The parameter if it is this builder's.
 * @param expected whether it should exist: if it is not seen at once, it is read again
 */
export async function ownParameter(
  name: string,
  owner: string,
  run: Run,
  expected = true,
): Promise<Parameter | undefined> {
  const { parameters } = run.aws;
  const found = await reread(
    () => parameters.parameter(name),
    (parameter) => parameter !== undefined || !expected,
    run,
  );
  if (found === undefined) return undefined;
  return isOwn(await parameters.tags(name), owner) ? found : undefined;
}

/** Deletes the parameter if it is this builder's. */
export async function deleteParameter(
  name: string,
  owner: string,
  run: Run,
  expected: boolean,
): Promise<void> {
  if ((await ownParameter(name, owner, run, expected)) !== undefined) await run.aws.parameters.delete(name);
}
