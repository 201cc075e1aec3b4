import { serviceModel, shapeChecks } from '../service/api-model';
import { AwsError, type Caller, type Service } from '../service/service';
import type { BuildWorld } from './build-run';
import { Builds } from './builds';
import { Projects } from './projects';

type Input = Record<string, unknown>;

/** Generous, until a test sets less: a new account may run as few as one build and queue five. */
const QUOTA = { running: 20, queued: 100 };

/** CodeBuild on this machine: its API over projects and builds that really run. */
export function codeBuildService(world: BuildWorld & { models: string }): Service {
  const checks = shapeChecks(serviceModel(world.models, 'codebuild'));
  const projects = new Projects();
  const builds = new Builds(projects, world, { ...QUOTA });
  const operations: Record<string, (input: Input, caller: Caller) => object | Promise<object>> = {
    CreateProject: (input, caller) => projects.create(input, caller),
    UpdateProject: (input, caller) => projects.update(input, caller),
    DeleteProject: (input, caller) => projects.remove(input, caller),
    BatchGetProjects: (input, caller) => projects.batchGet(input, caller),
    ListProjects: (input, caller) => projects.list(input, caller),
    StartBuild: (input, caller) => builds.start(input, caller),
    StopBuild: (input, caller) => builds.stop(input, caller),
    BatchGetBuilds: (input, caller) => builds.batchGet(input, caller),
    ListBuilds: (input, caller) => builds.list(input, caller),
    ListBuildsForProject: (input, caller) => builds.list(input, caller),
    BatchDeleteBuilds: (input, caller) => builds.remove(input, caller),
  };
  /** Not of CodeBuild's API: what tests set. */
  const settings: Record<string, (input: Input) => object> = {
    SetQuota: (input) => Object.assign(builds.quota, input),
  };
  return {
    async handle(operation, input, caller) {
      const setting = settings[operation];
      if (setting !== undefined) return setting(input);
      const act = operations[operation];
      if (act === undefined)
        throw new AwsError('UnknownOperationException', `this endpoint has no codebuild:${operation}`, 404);
      const wrong = checks.input(operation)(input);
      if (wrong !== undefined) throw new AwsError('InvalidInputException', wrong);
      return act(input, caller);
    },
    stop: () => builds.stopAll(),
  };
}
