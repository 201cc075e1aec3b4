// What an account and Region have that the type needs.
import { isDeepStrictEqual } from 'node:util';
import { BatchGetBuildsCommand, ListBuildsCommand } from '@aws-sdk/client-codebuild';
import { bucketExists, defaultBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import type { Registration } from '../registration/find-registration';
import { hasPackage, isOwnDefault } from '../registration/plan-registration';
import type { HandlerPackage } from '../registration/read-package';
import { type Finding, finding, missing, ok, optional } from './finding';

/** What the checks of a Region know. */
export interface Subject {
  connection: Connection;
  found: Registration;
  package: HandlerPackage;
  /** The commands that repair something, to paste. */
  commands: { register: string; update: string; unregister: string };
}

export const checkType = ({ found, package: content, commands }: Subject): Promise<Finding> =>
  finding('type', async () => {
    const { type, region } = found;
    const { typeName } = content.schema;
    if (type === undefined) return missing(`${typeName} is not registered in ${region}`, commands.register);
    const version = `${typeName} version ${type.versionId} is the default one`;
    const other = type.versions.filter((id) => id !== type.versionId);
    const beside = other.length === 0 ? '' : `; further versions: ${other.join(', ')}`;
    if (isOwnDefault(found) && hasPackage(found.stack, content))
      return ok(`${version}, from the package of this command${beside}`);
    if (!isOwnDefault(found) && isDeepStrictEqual(type.schema, content.schema))
      return ok(
        `${version}, registered by something else, with the schema of this command's package${beside}`,
      );
    return optional(`${version}, but not from the package of this command${beside}`, commands.update);
  });

export const checkStack = ({ found, commands }: Subject): Promise<Finding> =>
  finding('registration', async () => {
    const { stack, remains, stackName, type } = found;
    const { StackStatus: status = '', StackStatusReason: reason = '' } = stack ?? remains ?? {};
    if (status === '')
      return type === undefined
        ? missing(`there is no stack ${stackName}`, commands.register)
        : optional(`there is no stack ${stackName}: something else registered the type`, commands.update);
    if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status))
      return ok(`the stack ${stackName} is ${status}`);
    const why = reason === '' ? '' : ` (${reason})`;
    return missing(
      `the stack ${stackName} is ${status}${why}`,
      remains ? commands.register : commands.unregister,
    );
  });

export const checkContexts = ({ connection }: Subject): Promise<Finding> =>
  finding('bucket', async () => {
    const bucket = await defaultBucket(connection);
    return (await bucketExists(connection, bucket))
      ? ok(`build contexts go to ${bucket.name}`)
      : optional(
          `there is no bucket ${bucket.name}`,
          'deploy folders with --create-s3-bucket or --s3-bucket',
        );
  });

/** The quota itself is known to Service Quotas alone; a build that waits in the queue shows that it is reached. */
export const checkCodeBuild = ({ connection: { codebuild } }: Subject): Promise<Finding> =>
  finding('codebuild', async () => {
    const { ids = [] } = await codebuild.send(new ListBuildsCommand({ sortOrder: 'DESCENDING' }));
    const { builds = [] } = ids.length === 0 ? {} : await codebuild.send(new BatchGetBuildsCommand({ ids }));
    const running = builds.filter(({ buildStatus }) => buildStatus === 'IN_PROGRESS');
    const queued = running.filter(({ currentPhase }) => currentPhase === 'QUEUED').length;
    const summary = `${running.length} of the last ${ids.length} builds are running`;
    return queued === 0
      ? ok(`${summary}, none waits for its turn`)
      : optional(
          `${summary}, of which ${queued} wait: the quota of concurrent builds is reached`,
          'raise it: aws service-quotas list-service-quotas --service-code codebuild',
        );
  });

export const checkRoles = async (subject: Subject): Promise<Finding[]> => {
  const { connection, found, commands } = subject;
  if (found.type === undefined) return [];
  const { executionRole, configuration } = found.type;
  const partition = executionRole?.split(':')[1] ?? 'aws';
  const standard = `arn:${partition}:iam::${found.account}:role/docker-builder/docker-builder-build-${found.region}`;
  const buildRole = String(configuration?.ServiceRoleArn ?? standard);
  const roles = await Promise.all(
    [executionRole, buildRole].map(async (arn) => arn !== undefined && (await roleExists(connection, arn))),
  );
  return [executionRole, buildRole].map((arn, index) => {
    const check = index === 0 ? 'execution role' : 'build role';
    if (arn === undefined)
      return {
        check,
        ...missing('the type is registered without one: its handlers have no rights', commands.update),
      };
    const exists = roles[index];
    if (exists === undefined)
      return { check, status: 'unknown' as const, detail: `${arn}: iam:GetRole is not permitted` };
    return { check, ...(exists ? ok(arn) : missing(`${arn} does not exist`, commands.update)) };
  });
};

/** Undefined without the right to ask. */
async function roleExists(connection: Connection, arn: string): Promise<boolean | undefined> {
  const { GetRoleCommand } = await import('@aws-sdk/client-iam');
  try {
    const iam = await connection.iam();
    await iam.send(new GetRoleCommand({ RoleName: arn.split('/').at(-1) }));
    return true;
  } catch (error) {
    if (hasName(error, 'NoSuchEntity', 'NoSuchEntityException')) return false;
    return undefined;
  }
}
