import { serviceModel, shapeChecks } from '../service/api-model';
import { AwsError } from '../service/errors';
import type { Caller, Service } from '../service/service';
import type { Quota } from './build-queue';
import { Builds } from './builds';
import type { BuildPlatform } from './platform';
import { checkLimits } from './project-limits';
import { Projects } from './projects';
import type { CreateProject, UpdateProject } from './records';
import { requireAssumable } from './service-role';

/** Generous, until a test sets less: a new account may run as few as one build and queue five. */
const QUOTA: Quota = { running: 20, queued: 100 };

/** CodeBuild on this machine: its projects, and builds that really run. */
export function codeBuildService(platform: BuildPlatform & { models: string }): Service {
  const checks = shapeChecks(serviceModel(platform.models, 'codebuild'));
  const projects = new Projects();
  const builds = new Builds(projects, platform, { ...QUOTA });
  /** Each gets an input that was checked against the API model of its call. */
  const operations: Record<string, (input: never, caller: Caller) => object | Promise<object>> = {
    CreateProject: async (input: CreateProject, caller) => {
      checkLimits(input);
      await requireAssumable(platform, input, caller);
      return projects.create(input, caller);
    },
    UpdateProject: async (input: UpdateProject, caller) => {
      checkLimits(input);
      await requireAssumable(platform, input, caller);
      return projects.update(input, caller);
    },
    DeleteProject: projects.delete.bind(projects),
    BatchGetProjects: projects.batchGet.bind(projects),
    ListProjects: projects.list.bind(projects),
    StartBuild: builds.start.bind(builds),
    StopBuild: builds.stop.bind(builds),
    BatchGetBuilds: builds.batchGet.bind(builds),
    ListBuilds: builds.list.bind(builds),
    ListBuildsForProject: builds.list.bind(builds),
    BatchDeleteBuilds: builds.batchDelete.bind(builds),
  };
  return {
    async handle(operation, input, caller) {
      // Not in CodeBuild's API: a setting for tests.
      if (operation === 'SetQuota') return Object.assign(builds.quota, input);
      const act = operations[operation];
      if (act === undefined)
        throw new AwsError('UnknownOperationException', `this endpoint has no codebuild:${operation}`, 404);
      const fault = checks.input(operation)(input);
      if (fault !== undefined) throw new AwsError('InvalidInputException', fault);
      return act(input as never, caller);
    },
    stop: () => builds.stopAll(),
  };
}
