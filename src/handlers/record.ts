import { namesOf } from '../plan/names';
import type { Project } from '../ports/codebuild';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** The builder's record; undefined when there is no such builder. */
export const findRecord = (builder: string, run: Run): Promise<Project | undefined> =>
  reread(
    () => run.aws.codebuild.project(namesOf(builder).project),
    (found) => found !== undefined,
    run,
  );
