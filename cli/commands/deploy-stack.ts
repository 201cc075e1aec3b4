import type { Stack, Tag } from '@aws-sdk/client-cloudformation';
import { type ArtifactBucket, defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import { packageTemplate } from '../artifacts/package-template';
import { uploadTemplate } from '../artifacts/template-object';
import type { Connection } from '../aws/connection';
import { BuildWatch } from '../builds/build-watch';
import { createChangeSet, executeChangeSet, type ReadyChangeSet } from '../stack/change-set';
import { EventFeed } from '../stack/event-feed';
import { describeStack, isUpdatable, stackToUpdate } from '../stack/existing-stack';
import { followStack } from '../stack/follow-stack';
import type { Pace } from '../stack/pace';
import { declaredParameters, deploymentParameters, knownParameters } from '../stack/parameters';
import { BODY_LIMIT, validateTemplate } from '../stack/validate-template';
import type { Template } from '../template/template';
import { type CommonOptions, commandLine, followCommand } from './options';
import { requireSuccess, StackFailure, stackOutcome } from './outcome';
import type { Session } from './session';

export interface DeployOptions extends CommonOptions {
  templateFile: string;
  stackName: string;
  parameterOverrides?: Map<string, string>;
  s3Bucket?: string;
  s3Prefix?: string;
  createS3Bucket?: boolean;
  capabilities?: string[];
  tags?: Tag[];
  roleArn?: string;
  executeChangeset: boolean;
  failOnEmptyChangeset: boolean;
}

/** Packages and deploys, and follows the stack until it settles. Returns the members of the result record. */
export async function deployStack(
  options: DeployOptions,
  template: Template,
  connection: Connection,
  session: Session,
): Promise<object> {
  const pace = session.pace(connection);
  await checkDeployment(options, template, connection, pace);
  const existing = await stackToUpdate(
    connection.cloudformation,
    options.stackName,
    session.display,
    pace,
    commandLine(options, 'delete', '--stack-name', options.stackName),
  );
  const changeSet = await prepareChangeSet(options, template, connection, session, pace, existing);
  if (changeSet === undefined) {
    session.step(`nothing to change in ${options.stackName}`);
    if (options.failOnEmptyChangeset)
      throw new StackFailure(options.stackName, 'unchanged (--fail-on-empty-changeset)', undefined);
    return stackOutcome(existing, session.display, options.json);
  }
  if (!options.executeChangeset) {
    session.step(`created the change set ${changeSet.id}; nothing is deployed yet`);
    return { stack: options.stackName, changeSet: changeSet.id };
  }
  const feed = new EventFeed(connection.cloudformation, changeSet.stackId);
  await pace.patiently(() => feed.skipPast());
  session.step(`${existing === undefined ? 'creating' : 'updating'} ${options.stackName}`);
  const follow = followCommand(options, options.stackName);
  session.leaveRunning(`the deployment may have begun; follow it with: ${follow}`);
  await executeChangeSet(connection, changeSet);
  session.leaveRunning(`the deployment continues; follow it with: ${follow}`);
  const builds = new BuildWatch(connection, options.typeName, session.display);
  const followed = await followStack(feed, changeSet.stackId, builds, session.display, pace);
  await requireSuccess(connection, options.stackName, followed);
  const stack = await pace.patiently(() => describeStack(connection.cloudformation, changeSet.stackId));
  return stackOutcome(stack, session.display, options.json);
}

/** What can be found wrong by asking alone, before anything is deleted, created or uploaded. */
async function checkDeployment(
  options: DeployOptions,
  template: Template,
  connection: Connection,
  pace: Pace,
): Promise<void> {
  const { typeName, stackName, capabilities = [] } = options;
  const stack = await pace.patiently(() => describeStack(connection.cloudformation, stackName));
  deploymentParameters(
    declaredParameters(template),
    options.parameterOverrides ?? new Map(),
    isUpdatable(stack) ? stack : undefined,
  );
  await validateTemplate(connection, template.text, capabilities, typeName);
}

async function prepareChangeSet(
  options: DeployOptions,
  template: Template,
  connection: Connection,
  session: Session,
  pace: Pace,
  existing: Stack | undefined,
): Promise<ReadyChangeSet | undefined> {
  const { typeName, stackName, s3Prefix, tags, roleArn, capabilities = [] } = options;
  const bucket = once(() => artifactBucket(options, connection, session.step));
  const { text } = await packageTemplate(
    connection,
    {
      ...options,
      template,
      bucket,
      signal: session.signal,
      parameters: knownParameters(options.parameterOverrides, existing),
    },
    session.display,
  );
  const place =
    Buffer.byteLength(text) <= BODY_LIMIT
      ? { TemplateBody: text }
      : { TemplateURL: await uploadTemplate(connection, await bucket(), s3Prefix, text, session.signal) };
  const input = {
    stackName,
    template: place,
    parameters: deploymentParameters(
      declaredParameters(template),
      options.parameterOverrides ?? new Map(),
      existing,
    ),
    capabilities,
    typeName,
    ...(tags && { tags }),
    ...(roleArn && { roleArn }),
  };
  return createChangeSet(connection, input, existing, pace);
}

async function artifactBucket(
  options: DeployOptions,
  connection: Connection,
  step: (message: string) => void,
): Promise<ArtifactBucket> {
  const bucket =
    options.s3Bucket === undefined ? await defaultBucket(connection) : { name: options.s3Bucket };
  const { created } = await requireBucket(connection, bucket, {
    create: Boolean(options.local || options.createS3Bucket),
    canCreate: true,
  });
  if (created) step(`created the bucket ${bucket.name} for build contexts`);
  return bucket;
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined;
  return () => {
    created ??= create();
    return created;
  };
}
