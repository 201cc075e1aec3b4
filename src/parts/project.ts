import type { Desired, ResolvedBuilder } from '../plan/desired';
import { adviceFor } from '../plan/failure-advice';
import { belongsTo, keepOwner } from '../plan/ownership';
import { isRecord, modelOfProject, projectDefinition } from '../plan/project';
import type { Project } from '../ports/codebuild';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { waitFor } from '../waiting/bounded-wait';
import { isFreshRole } from '../waiting/fresh-role';
import { done, type Fail, fail, type Outcome, type Wait } from '../waiting/outcome';
import { reread } from '../waiting/reread';
import type { Part } from './part';

/** The builder's record: created first and deleted last, so that everything can be found from it after a crash. */
export const project: Part = {
  name: 'project',

  async ensure(desired, run) {
    const existing = await run.aws.codebuild.project(desired.names.project);
    try {
      if (existing !== undefined) return await updateOwn(existing, desired, run);
      await run.aws.codebuild.createProject(projectDefinition(desired));
      return done;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.code === 'ResourceAlreadyExistsException') return existsAfterAll(desired, run);
      const again = tryAgain(error, desired, run);
      if (again !== undefined) return again;
      const advice = adviceFor([error.message]);
      if (advice === undefined) throw error;
      return fail('InvalidRequest', `${error.call} failed: ${error.message} [${advice}]`);
    }
  },

  async read(names, _known, run) {
    const existing = await run.aws.codebuild.project(names.project);
    return existing !== undefined && isRecord(existing) ? modelOfProject(names.builder, existing) : {};
  },

  async delete(names, _actual, run) {
    await run.aws.codebuild.deleteProject(names.project);
    return done;
  },
};

async function updateOwn(existing: Project, desired: ResolvedBuilder, run: Run): Promise<Outcome> {
  if (isForeign(existing, desired)) return nameIsTaken(desired);
  const definition = projectDefinition(desired);
  await run.aws.codebuild.updateProject({ ...definition, tags: keepOwner(definition.tags, existing.tags) });
  return done;
}

function tryAgain(error: ServiceError, desired: Desired, run: Run): Wait | undefined {
  if (error.code === 'ResourceNotFoundException') return waitFor('project', desired.names.project, run);
  return isFreshRole(error.message) ? waitFor('role', desired.roleArn, run) : undefined;
}

/** The response was lost, another create took the name, or the project was not visible yet: a further read decides. */
async function existsAfterAll(desired: ResolvedBuilder, run: Run): Promise<Outcome> {
  const existing = await reread(
    () => run.aws.codebuild.project(desired.names.project),
    (found) => found !== undefined,
    run,
  );
  return existing === undefined ? nameIsTaken(desired) : updateOwn(existing, desired, run);
}

/** Whether the project was created by something else than this very create, which may have been tried before. */
const isForeign = ({ tags }: Project, { names, owner }: Desired): boolean =>
  owner !== undefined && !belongsTo(tags, names.builder, owner);

/** Why the project can't be created; undefined if it can. */
export async function refuseName(desired: Desired, run: Run): Promise<Fail | undefined> {
  const existing = await run.aws.codebuild.project(desired.names.project);
  return existing !== undefined && isForeign(existing, desired) ? nameIsTaken(desired) : undefined;
}

const nameIsTaken = ({ names }: Desired): Fail =>
  fail(
    'AlreadyExists',
    `BuilderName "${names.builder}" is taken: the CodeBuild project ${names.project} exists; choose another name, or leave BuilderName out to have one generated`,
  );
