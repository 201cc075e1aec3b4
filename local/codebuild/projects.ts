import { arnOf } from '../service/arn';
import { AwsError, type Caller } from '../service/service';
import { type ProjectRecord, seconds } from './records';

type Input = Record<string, unknown>;

const PAGE = 100;
/** CodeBuild's limits beside its API model (platform limits). */
const VALUE = 4_096;
const BUILDSPEC = 25_600;

/** The projects of all accounts and Regions: every field that the API takes is kept. */
export class Projects {
  private readonly records = new Map<string, ProjectRecord>();

  create(input: Input, caller: Caller): object {
    const name = input.name as string;
    checkLimits(input);
    const key = keyOf(name, caller);
    const arn = arnOf('codebuild', `project/${name}`, caller);
    if (this.records.has(key))
      throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);
    const now = seconds();
    const project = {
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      encryptionKey: arnOf('kms', 'alias/aws/s3', caller),
      badge: { badgeEnabled: false },
      cache: { type: 'NO_CACHE' },
      projectVisibility: 'PRIVATE',
      ...input,
      badgeEnabled: undefined,
      arn,
      created: now,
      lastModified: now,
    } as unknown as ProjectRecord;
    this.records.set(key, project);
    return { project };
  }

  update(input: Input, caller: Caller): object {
    checkLimits(input);
    const current = this.get(input.name as string, caller);
    const { name, arn, created } = current;
    const project = {
      ...current,
      ...input,
      badgeEnabled: undefined,
      name,
      arn,
      created,
      lastModified: seconds(),
    } as ProjectRecord;
    this.records.set(keyOf(name, caller), project);
    return { project };
  }

  /** Succeeds also when there is none. */
  remove(input: Input, caller: Caller): object {
    this.records.delete(keyOf(input.name as string, caller));
    return {};
  }

  batchGet(input: Input, caller: Caller): object {
    const names = input.names as string[];
    const found = names.map((name) => this.records.get(keyOf(lastPart(name), caller)));
    return {
      projects: found.filter((project) => project !== undefined),
      projectsNotFound: names.filter((_, index) => found[index] === undefined),
    };
  }

  list(input: Input, caller: Caller): object {
    const own = [...this.records]
      .filter(([key]) => key.startsWith(keyOf('', caller)))
      .map(([, project]) => project);
    const by =
      input.sortBy === 'CREATED_TIME'
        ? 'created'
        : input.sortBy === 'LAST_MODIFIED_TIME'
          ? 'lastModified'
          : 'name';
    const names = own.sort((a, b) => (a[by] < b[by] ? -1 : 1)).map(({ name }) => name);
    return page(
      input.sortOrder === 'DESCENDING' ? names.reverse() : names,
      input.nextToken,
      'projects',
      PAGE,
    );
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

const keyOf = (name: string, { account, region }: Caller): string => `${account}/${region}/${name}`;

/** A name, or the name in an ARN. */
const lastPart = (name: string): string => name.split(':project/').at(-1) as string;

/** One page of a list, from an opaque token. */
export function page<T>(all: T[], token: unknown, member: string, size: number): object {
  const from = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64').toString());
  if (!Number.isInteger(from) || from < 0 || from > all.length)
    throw new AwsError('InvalidInputException', 'Invalid next token');
  const next = from + size;
  return {
    [member]: all.slice(from, next),
    ...(next < all.length ? { nextToken: Buffer.from(String(next)).toString('base64') } : {}),
  };
}

/** @throws AwsError InvalidInputException */
function checkLimits(input: Input): void {
  const { environment, source } = input as Partial<ProjectRecord>;
  if ((source?.buildspec?.length ?? 0) > BUILDSPEC) {
    throw new AwsError(
      'InvalidInputException',
      `Invalid buildspec: at most ${BUILDSPEC} characters are allowed`,
    );
  }
  if (
    source !== undefined &&
    source.type !== 'NO_SOURCE' &&
    source.type !== 'CODEPIPELINE' &&
    !source.location
  ) {
    throw new AwsError(
      'InvalidInputException',
      `Invalid project source: location is required for the type ${source.type}`,
    );
  }
  for (const { name, value } of environment?.environmentVariables ?? []) {
    if (name.startsWith('CODEBUILD_'))
      throw new AwsError(
        'InvalidInputException',
        `Invalid environment variable name: ${name} begins with CODEBUILD_`,
      );
    if (value.length > VALUE)
      throw new AwsError(
        'InvalidInputException',
        `Invalid environment variable ${name}: its value has more than ${VALUE} characters`,
      );
  }
}
