import { namesOf } from '../plan/names';
import { isRecord } from '../plan/project';
import type { Project } from '../ports/codebuild';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** The builder's record; undefined if the builder does not exist. */
export async function findRecord(builder: string, run: Run): Promise<Project | undefined> {
  const project = await reread(
    () => run.aws.codebuild.project(namesOf(builder).project),
    (found) => found !== undefined,
    run,
  );
  return project !== undefined && isRecord(project) ? project : undefined;
}
