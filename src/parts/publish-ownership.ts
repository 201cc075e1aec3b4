import { belongsTo } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Parameter } from '../ports/parameters';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** Whether a parameter with these tags was published by this builder; one in another Region may have the same name. */
export const isOwn = (tags: Tags | undefined, owner: string): tags is Tags =>
  tags !== undefined && belongsTo(tags, owner);

/**
 * The tags of a parameter; undefined: there is none. Its tags tell whose it is, and what is not the builder's is not
 * read. One that was just created may show without its tags at first.
 * @param expected whether it should exist: if it is not seen at once, it is read again
 */
export const parameterTags = (
  name: string,
  owner: string,
  run: Run,
  expected = true,
): Promise<Tags | undefined> =>
  reread(
    () => run.aws.parameters.tags(name),
    (tags) => (tags === undefined ? !expected : isOwn(tags, owner)),
    run,
  );

/** The parameter if it is this builder's. */
export async function ownParameter(name: string, owner: string, run: Run): Promise<Parameter | undefined> {
  const tags = await parameterTags(name, owner, run);
  return isOwn(tags, owner) ? run.aws.parameters.parameter(name) : undefined;
}

/** Deletes the parameter if it is this builder's. */
export async function deleteParameter(
  name: string,
  owner: string,
  run: Run,
  expected: boolean,
): Promise<void> {
  if (isOwn(await parameterTags(name, owner, run, expected), owner)) await run.aws.parameters.delete(name);
}
