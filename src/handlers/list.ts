import { builderOfProject } from '../plan/names';
import { builderOf } from '../plan/ownership';
import type { CodeBuildPort } from '../ports/codebuild';
import { identifying } from './identifier';
import { type ProgressEvent, threw } from './progress-event';
import type { Verb } from './run';

export const list: Verb = async (request, run) => {
  try {
    return await listPage(run.aws.codebuild, request.nextToken);
  } catch (error) {
    return threw(error, undefined);
  }
};

/** The builders on one page of the account's projects: a page may be empty and yet not the last. */
async function listPage(codebuild: CodeBuildPort, token: string | undefined): Promise<ProgressEvent> {
  const page = await codebuild.projectNames(token);
  const candidates = page.names.filter((name) => builderOfProject(name) !== undefined);
  const projects = candidates.length === 0 ? [] : await codebuild.projects(candidates);
  const builders = projects.flatMap(({ tags }) => builderOf(tags) ?? []).sort();
  return {
    status: 'SUCCESS',
    resourceModels: builders.map(identifying),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}
