import type { Model } from '../models';
import type { Former } from '../ports/callback-context';
import type { Project } from '../ports/codebuild';
import { modelOfProject } from './project';
import { recordedFormer, recordedRulesOfOthers } from './replication-record';

/** What a project records of its builder: the properties, and what they do not show. */
export type Recorded = Model & { former: Former; rulesOfOthers: string[] };

export const recordOf = (builder: string, project: Project): Recorded => ({
  ...modelOfProject(builder, project),
  former: recordedFormer(project.variables),
  rulesOfOthers: recordedRulesOfOthers(project.variables),
});
