import type { Model } from '../models';
import type { Run } from '../parts/part';
import { project } from '../parts/project';
import { namesOf } from '../plan/names';
import { patiently } from '../waiting/reread';

/** What the project alone tells of a builder: its input. Undefined when there is no such builder. */
export async function readRecord(builder: string, run: Run): Promise<Model | undefined> {
  const record = await patiently(
    () => project.read(namesOf(builder), {}, run),
    (found) => found.ProjectArn !== undefined,
    run,
  );
  return record.ProjectArn === undefined ? undefined : (record as Model);
}
