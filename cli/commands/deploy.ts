import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { type ArtifactBucket, defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import { packageTemplate } from '../artifacts/package-template';
import { uploadTemplate } from '../artifacts/template-object';
import type { Connection } from '../aws/connection';
import { BuildWatch } from '../builds/build-watch';
import { chooseDisplay } from '../display/choose';
import type { Display } from '../display/report';
import { findLocalEngine, localConnection, localUp, prepare } from '../local/local-engine';
import { type ChangeSetInput, executeChangeSet, makeChangeSet } from '../stack/change-set';
import { EventFeed, isSuccess } from '../stack/event-feed';
import { describeStack, stackToUpdate } from '../stack/existing-stack';
import { deepCause, followStack } from '../stack/follow-stack';
import { Pace } from '../stack/pace';
import { interruption } from './interruption';
import { type CommonOptions, connectionOf, pairs, withCommonOptions } from './options';
import { printOutputs, stackFailure } from './outcome';

interface Options extends CommonOptions {
  templateFile: string;
  stackName: string;
  parameterOverrides?: string[];
  s3Bucket?: string;
  s3Prefix?: string;
  createS3Bucket?: boolean;
  capabilities?: string[];
  tags?: string[];
  roleArn?: string;
  executeChangeset: boolean;
  failOnEmptyChangeset: boolean;
}

/** A longer template goes through S3 (quota of CreateChangeSet, in bytes). */
const BODY_LIMIT = 51_200;

const examples = `
Examples:
  docker-builder deploy --template-file template.yaml --stack-name shop
  docker-builder deploy --template-file template.yaml --stack-name shop --local
  docker-builder deploy --template-file template.yaml --stack-name shop --parameter-overrides Stage=prod Owner=me
  docker-builder deploy --template-file template.yaml --stack-name shop --capabilities CAPABILITY_IAM --json`;

export function deployCommand(program: Command): void {
  withCommonOptions(program.command('deploy'))
    .description('package, deploy and watch a stack: its events, its builds and their logs as they happen')
    .requiredOption(
      '--template-file <file>',
      "the template, YAML or JSON; a builder's Source may be a folder",
    )
    .requiredOption('--stack-name <name>', 'the stack to create or update')
    .option('--parameter-overrides <pairs...>', 'parameters as KEY=VALUE; others keep their values')
    .option(
      '--s3-bucket <bucket>',
      'the bucket for build contexts (default: docker-builder-<account>-<region>)',
    )
    .option('--s3-prefix <prefix>', 'before the keys of the objects')
    .option('--create-s3-bucket', 'make the bucket when it is not there (always with --local)')
    .option('--capabilities <names...>', 'such as CAPABILITY_IAM')
    .option('--tags <pairs...>', 'tags of the stack as KEY=VALUE')
    .option('--role-arn <arn>', 'the role that CloudFormation assumes')
    .option('--no-execute-changeset', 'make the change set, and leave it to be looked at')
    .option('--fail-on-empty-changeset', 'fail when there is nothing to change', false)
    .option('--no-fail-on-empty-changeset', 'succeed when there is nothing to change (the default)')
    .addHelpText('after', examples)
    .action(deploy);
}

async function deploy(options: Options): Promise<void> {
  const display = chooseDisplay(options.json ?? false);
  const step = (message: string) => display.show({ type: 'step', message });
  const connection = options.local ? await localReady(step) : await connectionOf(options);
  const { signal, hint } = interruption();
  const pace = new Pace(connection.ownEndpoint, signal);
  try {
    await deployed(options, connection, display, pace, () => {
      hint(
        `the deployment goes on; watch it with: docker-builder events --stack-name ${options.stackName} --follow${options.local ? ' --local' : ''}`,
      );
    });
  } finally {
    display.close();
  }
}

async function localReady(tell: (message: string) => void): Promise<Connection> {
  const running = await findLocalEngine();
  if (running === undefined) return localConnection((await localUp({ detached: true }, tell)).endpoint);
  const connection = localConnection(running.endpoint);
  await prepare(connection, tell);
  return connection;
}

async function deployed(
  options: Options,
  connection: Connection,
  display: Display,
  pace: Pace,
  begun: () => void,
): Promise<void> {
  const step = (message: string) => display.show({ type: 'step', message });
  const bucket = lazily(() => artifactBucket(options, connection, step));
  const packaged = await packageTemplate(connection, { ...options, bucket }, display);
  const existing = await stackToUpdate(connection.cloudformation, options.stackName, display, pace);
  const input = await changeSetInput(options, packaged, connection, bucket, existing);
  const changeSet = await makeChangeSet(connection, input, existing, pace);
  if (changeSet === undefined) {
    step(`nothing to change in ${options.stackName}`);
    if (options.failOnEmptyChangeset)
      throw stackFailure(options.stackName, 'unchanged (--fail-on-empty-changeset)', undefined);
    return printOutputs(existing, options.json ?? false);
  }
  if (!options.executeChangeset) {
    step(`made the change set ${changeSet.id}; nothing is deployed yet`);
    return;
  }
  const feed = new EventFeed(connection.cloudformation, changeSet.stackId);
  await feed.skipPast();
  step(`${existing === undefined ? 'creating' : 'updating'} ${options.stackName}`);
  await executeChangeSet(connection, changeSet);
  begun();
  const builds = new BuildWatch(connection, options.typeName, display);
  const followed = await followStack(feed, changeSet.stackId, builds, display, pace);
  display.close();
  if (!isSuccess(followed.status)) {
    throw stackFailure(options.stackName, followed.status, await deepCause(connection, followed));
  }
  printOutputs(await describeStack(connection.cloudformation, changeSet.stackId), options.json ?? false);
}

async function artifactBucket(
  options: Options,
  connection: Connection,
  step: (message: string) => void,
): Promise<ArtifactBucket> {
  const bucket =
    options.s3Bucket === undefined ? await defaultBucket(connection) : { name: options.s3Bucket };
  const { made } = await requireBucket(connection, bucket, Boolean(options.local || options.createS3Bucket));
  if (made) step(`made the bucket ${bucket.name} for build contexts`);
  return bucket;
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function changeSetInput(
  options: Options,
  { text, template }: Awaited<ReturnType<typeof packageTemplate>>,
  connection: Connection,
  bucket: () => Promise<ArtifactBucket>,
  existing: Awaited<ReturnType<typeof stackToUpdate>>,
): Promise<ChangeSetInput> {
  const given = new Map(pairs('--parameter-overrides', options.parameterOverrides));
  const declared = Object.keys((template.document.toJS() as { Parameters?: object }).Parameters ?? {});
  const kept = new Set((existing?.Parameters ?? []).map(({ ParameterKey }) => ParameterKey));
  const parameters = [...new Set([...declared, ...given.keys()])].flatMap((ParameterKey): Parameter[] => {
    const ParameterValue = given.get(ParameterKey);
    if (ParameterValue !== undefined) return [{ ParameterKey, ParameterValue }];
    return kept.has(ParameterKey) ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });
  const tags = options.tags && pairs('--tags', options.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    stackName: options.stackName,
    template:
      Buffer.byteLength(text) <= BODY_LIMIT
        ? { TemplateBody: text }
        : { TemplateURL: await uploadTemplate(connection, await bucket(), options.s3Prefix, text) },
    parameters,
    capabilities: options.capabilities ?? [],
    ...(tags && { tags }),
    ...(options.roleArn && { roleArn: options.roleArn }),
  };
}
