import type { Model } from '../models';
import { namesOf } from '../plan/names';
import { modelOfProject } from '../plan/project';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** What the project alone records of a builder: its input. Undefined when there is no such builder. */
export async function readRecord(builder: string, run: Run): Promise<Model | undefined> {
  const existing = await reread(
    () => run.aws.codebuild.project(namesOf(builder).project),
    (found) => found !== undefined,
    run,
  );
  return existing === undefined ? undefined : modelOfProject(builder, existing);
}
