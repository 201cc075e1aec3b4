import type { CodeBuildPort } from '../aws/codebuild';
import type { Model } from '../models';
import { builderOfProject } from '../plan/names';
import { tagsOfProject } from '../plan/project';
import { BUILDER_TAG } from '../plan/tags';
import type { Invocation } from '../runtime/protocol';
import { failed } from './progress-event';
import { type Answer, type Request, realWorld, runOf, type World } from './run';

/** One page of the account's projects, of which the builders are listed: a page may be empty and yet not the last. */
export async function list(
  request: Request,
  invocation: Invocation,
  world: World = realWorld,
): Promise<Answer> {
  const { codebuild } = runOf(request, invocation, world).aws;
  try {
    return await pageOf(codebuild, request.nextToken);
  } catch (error) {
    return failed(error, undefined);
  }
}

async function pageOf(codebuild: CodeBuildPort, token: string | undefined): Promise<Answer> {
  const page = await codebuild.projectNames(token);
  const candidates = page.names.filter((name) => builderOfProject(name) !== undefined);
  const projects = candidates.length === 0 ? [] : await codebuild.projects(candidates);
  const builders = projects.flatMap((project) => tagsOfProject(project)[BUILDER_TAG] ?? []).sort();
  return {
    status: 'SUCCESS',
    resourceModels: builders.map((BuilderName) => ({ BuilderName }) as Model),
    nextToken: page.nextToken,
  };
}
