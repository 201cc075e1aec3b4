import type { Project } from '../aws/codebuild';
import { ServiceError } from '../aws/service-error';
import type { Desired } from '../plan/desired';
import { modelOfProject, type ProjectDefinition, projectDefinition, tagsOfProject } from '../plan/project';
import { isOwnedBy, keptOwnerTags } from '../plan/tags';
import { isFreshRole, ROLE_PATIENCE } from '../waiting/fresh-role';
import { CONSISTENCY, patiently } from '../waiting/reread';
import { done, fail, type Outcome, type Part, type Run, wait, waited } from './part';

/** The builder's record: made first and removed last, so that whatever a crash interrupts can be found from it. */
export const project: Part = {
  name: 'project',

  async ensure(desired, run) {
    const definition = projectDefinition(desired, run.progress.imageTag as string);
    const existing = await run.aws.codebuild.project(desired.names.project);
    const { names } = desired;
    if (existing !== undefined && isAnothers(existing, desired)) return taken(desired);
    try {
      if (existing === undefined) await run.aws.codebuild.createProject(definition);
      else await run.aws.codebuild.updateProject(keepingOwner(definition, tagsOfProject(existing)));
      return done;
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'ResourceAlreadyExistsException')
        return existsAfterAll(definition, desired, run);
      if (notSeenYet(error, run)) return wait(2, `waiting for the project ${names.project}`);
      if (!isFreshRole(error) || waited(run, 'role') > ROLE_PATIENCE) throw error;
      return wait(5, `waiting until CodeBuild may assume the role ${desired.roleArn}`);
    }
  },

  async read(names, _known, run) {
    const existing = await run.aws.codebuild.project(names.project);
    return existing === undefined ? {} : modelOfProject(names.builder, existing);
  },

  async remove(names, _actual, run) {
    await run.aws.codebuild.deleteProject(names.project);
    return done;
  },
};

/** An answer that was lost, another create of the same name, or a project not seen before: another look tells which. */
async function existsAfterAll(definition: ProjectDefinition, desired: Desired, run: Run): Promise<Outcome> {
  const { codebuild } = run.aws;
  const existing = await patiently(
    () => codebuild.project(desired.names.project),
    (found) => found !== undefined,
    run,
  );
  if (existing === undefined || isAnothers(existing, desired)) return taken(desired);
  await codebuild.updateProject(keepingOwner(definition, tagsOfProject(existing)));
  return done;
}

const isAnothers = (existing: Project, { names, owner }: Desired): boolean =>
  owner !== undefined && !isOwnedBy(tagsOfProject(existing), names.builder, owner);

function notSeenYet(error: unknown, run: Run): boolean {
  const missing = error instanceof ServiceError && error.code === 'ResourceNotFoundException';
  return missing && waited(run, 'project') <= CONSISTENCY;
}

/** The owner is who created the builder, whoever updates it. */
function keepingOwner(definition: ProjectDefinition, tags: Record<string, string>): ProjectDefinition {
  const owner = keptOwnerTags(tags);
  const others = definition.tags.filter(({ key }) => !(key in owner));
  return {
    ...definition,
    tags: [...others, ...Object.entries(owner).map(([key, value]) => ({ key, value }))],
  };
}

/** Whether the project's name is another's: not made by this very create (which may have been tried before). */
export async function isTaken(desired: Desired, run: Run): Promise<boolean> {
  const existing = await run.aws.codebuild.project(desired.names.project);
  return existing !== undefined && isAnothers(existing, desired);
}

export const taken = ({ names }: Desired): Outcome =>
  fail(
    'AlreadyExists',
    `BuilderName "${names.builder}" is taken: the CodeBuild project ${names.project} exists; choose another name, or leave BuilderName out to have one generated`,
  );
