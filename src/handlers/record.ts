import { namesOf } from '../plan/names';
import type { Project } from '../ports/codebuild';
import type { Run } from '../ports/run';
import { reread } from '../waiting/reread';

/** The builder's record; undefined if the builder does not exist. */
export const findRecord = (builder: string, run: Run): Promise<Project | undefined> =>
  reread(
    () => run.aws.codebuild.project(namesOf(builder).project),
    (found) => found !== undefined,
    run,
  );
