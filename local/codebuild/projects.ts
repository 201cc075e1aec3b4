import type { BatchGetProjectsInput, DeleteProjectInput, ListProjectsInput } from '@aws-sdk/client-codebuild';
import { arnOf } from '../service/arn';
import { AwsError } from '../service/errors';
import { page } from '../service/pages';
import { type Caller, type Checked, scopeOf } from '../service/service';
import { checkLimits } from './project-limits';
import { type CreateProject, type ProjectRecord, seconds, type UpdateProject } from './records';

const PAGE = 100;

const SORT_KEYS = { NAME: 'name', CREATED_TIME: 'created', LAST_MODIFIED_TIME: 'lastModified' } as const;

/** The calls about projects. Every member that the API takes is kept. */
export class Projects {
  private readonly records = new Map<string, ProjectRecord>();

  create({ badgeEnabled = false, ...input }: CreateProject, caller: Caller): { project: ProjectRecord } {
    checkLimits(input);
    const key = keyOf(input.name, caller);
    const arn = arnOf('codebuild', `project/${input.name}`, caller);
    if (this.records.has(key))
      throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);
    const now = seconds();
    const project: ProjectRecord = {
      encryptionKey: arnOf('kms', 'alias/aws/s3', caller),
      badge: { badgeEnabled },
      cache: { type: 'NO_CACHE' },
      projectVisibility: 'PRIVATE',
      ...input,
      timeoutInMinutes: input.timeoutInMinutes ?? 60,
      queuedTimeoutInMinutes: input.queuedTimeoutInMinutes ?? 480,
      arn,
      created: now,
      lastModified: now,
    };
    this.records.set(key, project);
    return { project };
  }

  update({ badgeEnabled: _badge, ...input }: UpdateProject, caller: Caller): { project: ProjectRecord } {
    checkLimits(input);
    const current = this.get(input.name, caller);
    const project: ProjectRecord = {
      ...current,
      ...given(input),
      name: current.name,
      lastModified: seconds(),
    };
    this.records.set(keyOf(current.name, caller), project);
    return { project };
  }

  /** Succeeds also when there is none. */
  delete({ name }: Checked<DeleteProjectInput>, caller: Caller): object {
    this.records.delete(keyOf(lastPart(name), caller));
    return {};
  }

  batchGet({ names }: Checked<BatchGetProjectsInput>, caller: Caller): object {
    const found = names.map((name) => this.records.get(keyOf(lastPart(name), caller)));
    return {
      projects: found.filter((project) => project !== undefined),
      projectsNotFound: names.filter((_, index) => found[index] === undefined),
    };
  }

  list({ sortBy = 'NAME', sortOrder, nextToken }: ListProjectsInput, caller: Caller): object {
    const key = SORT_KEYS[sortBy];
    const own = [...this.records]
      .filter(([scoped]) => scoped.startsWith(keyOf('', caller)))
      .map(([, project]) => project);
    const names = own.sort((a, b) => (a[key] < b[key] ? -1 : 1)).map(({ name }) => name);
    const { items, ...next } = page(sortOrder === 'DESCENDING' ? names.reverse() : names, nextToken, PAGE);
    return { projects: items, ...next };
  }

  /** @throws AwsError ResourceNotFoundException */
  get(name: string, caller: Caller): ProjectRecord {
    const project = this.records.get(keyOf(lastPart(name), caller));
    if (project === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Project cannot be found: ${arnOf('codebuild', `project/${name}`, caller)}`,
      );
    }
    return project;
  }
}

const keyOf = (name: string, caller: Caller): string => `${scopeOf(caller)}/${name}`;

/** A name, or the name in an ARN. */
const lastPart = (name: string): string => name.split(':project/').at(-1) ?? name;

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Only the members that a request sets: the others stay as they are. */
const given = <T extends object>(input: T): Given<T> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>;
