import { execFileSync } from 'node:child_process';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import type { Properties } from '../../../local/registry/properties';
import { digestOf, registryRequests, registryToken } from '../../support/registry-requests';
import { SOURCE_BUCKET } from '../../support/source-bucket';
import { folderOf, uniqueName } from '../../support/tools';
import { zipBytes } from '../../support/zip-bytes';
import type { awsState } from '../aws-state';
import { builderProperties, replicated } from '../builder';
import { setReplication } from '../engine';
import { stacksOn } from '../stacks';
import type { Outcome, TypeDriver } from '../type-driver';
import { typeVersion } from './type-version';

/** What a scenario works with: handlers and builds that run as the roles under test. */
interface Stage {
  endpoint: string;
  driver: TypeDriver;
  state: ReturnType<typeof awsState>;
  executionRole: string;
  buildRole: string;
}

/** Does one thing that users do. Throws when anything about it is not as it should be. */
export type Scenario = (stage: Stage) => Promise<void>;

/** The bucket of CDK's bootstrap stack, which keeps versions. */
const CDK_BUCKET = 'cdk-hnb659fds-assets-000000000000-us-east-1';
const TYPE = 'TokenInjectable::Docker::Builder';
const DOCKERFILE = 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n';

const ecrOf = ({ endpoint }: Stage) => new ECR({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });

const builder = (stage: Stage, source?: Properties): Properties => {
  const name = uniqueName('right');
  return { ...builderProperties(name, name, source), ServiceRoleArn: stage.buildRole };
};

function expectSuccess({ succeeded, failure }: Outcome): void {
  if (!succeeded) throw new Error(failure);
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
}

const create = async ({ driver }: Stage, properties: Properties): Promise<void> =>
  expectSuccess(await driver.operate({ action: 'CREATE', properties }));

const update = async ({ driver }: Stage, previous: Properties, properties: Properties): Promise<void> =>
  expectSuccess(
    await driver.operate({
      action: 'UPDATE',
      properties,
      previous,
      physicalId: String(properties.BuilderName),
    }),
  );

const remove = async ({ driver }: Stage, properties: Properties): Promise<void> =>
  expectSuccess(
    await driver.operate({ action: 'DELETE', properties, physicalId: String(properties.BuilderName) }),
  );

const s3Of = ({ endpoint }: Stage) =>
  new S3({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS, forcePathStyle: true });

const zip = () => zipBytes([{ name: 'Dockerfile', content: DOCKERFILE }]);

/** Create and delete, with the source in S3 or inline. */
const lifeOf = async (stage: Stage, source?: Properties): Promise<void> => {
  const properties = builder(stage, source);
  await create(stage, properties);
  await remove(stage, properties);
  expectEqual('left after the delete', await stage.state.leftovers(String(properties.BuilderName)), []);
};

const inline: Scenario = (stage) => lifeOf(stage);

/** As `docker-builder deploy` uploads it. */
const source: Scenario = async (stage) => {
  const S3Key = `${uniqueName('source')}.zip`;
  await s3Of(stage).putObject({ Bucket: SOURCE_BUCKET, Key: S3Key, Body: zip() });
  await lifeOf(stage, { S3Bucket: SOURCE_BUCKET, S3Key });
};

/** A version whose key has become something else. */
const sourceVersion: Scenario = async (stage) => {
  const s3 = s3Of(stage);
  const [Bucket, Key] = [CDK_BUCKET, `${uniqueName('source')}.zip`];
  await s3.createBucket({ Bucket }).catch(() => {});
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId } = await s3.putObject({ Bucket, Key, Body: zip() });
  await s3.putObject({ Bucket, Key, Body: 'not a zip' });
  await lifeOf(stage, { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId });
};

/** Tags come and go, and settings of the repository change. */
const changes: Scenario = async (stage) => {
  const before: Properties = { ...builder(stage), Tags: [{ Key: 'old', Value: '1' }] };
  await create(stage, before);
  const repository = before.Repository as Properties;
  await update(stage, before, {
    ...before,
    Tags: [{ Key: 'new', Value: '1' }],
    Repository: { ...repository, ScanOnPush: false, UntaggedRetentionDays: 3 },
  });
  await remove(stage, before);
};

/** In a further Region and published; then in another Region, which gets the image that is there already. */
const inRegions: Scenario = async (stage) => {
  await setReplication(stage.endpoint, { delaySeconds: 0.1 });
  const before: Properties = { ...replicated(builder(stage)), Tags: [{ Key: 'old', Value: '1' }] };
  await create(stage, before);
  const after = { ...before, ReplicaRegions: ['us-west-2'], Tags: [{ Key: 'new', Value: '1' }] };
  await update(stage, before, after);
  await remove(stage, after);
  expectEqual('left after the delete', await stage.state.leftovers(String(before.BuilderName)), []);
};

/** Others may pull, then no longer. */
const policy: Scenario = async (stage) => {
  const before = builder(stage);
  const repository = before.Repository as Properties;
  const PolicyText = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:BatchGetImage' },
    ],
  };
  await create(stage, { ...before, Repository: { ...repository, PolicyText } });
  await update(stage, before, before);
  await remove(stage, before);
};

/** Someone let the tags of the image repository be overwritten: the next update forbids it again. */
const mutableTags: Scenario = async (stage) => {
  const before = builder(stage);
  await create(stage, before);
  const repositoryName = `docker-builder/${before.BuilderName}/image`;
  await ecrOf(stage).putImageTagMutability({ repositoryName, imageTagMutability: 'MUTABLE' });
  await update(stage, before, { ...before, Tags: [{ Key: 'any', Value: 'change' }] });
  await remove(stage, before);
};

/** The message of a failed build quotes the log. */
const failingBuild: Scenario = async (stage) => {
  const properties = builder(stage, { Inline: 'FROM scratch\nCOPY no-such-file /\n' });
  const { succeeded, failure = '' } = await stage.driver.operate({ action: 'CREATE', properties });
  await stage.driver.operate({
    action: 'DELETE',
    properties,
    physicalId: String(properties.BuilderName),
  });
  if (succeeded || !failure.includes('"/no-such-file": not found')) throw new Error(failure);
};

const list: Scenario = async ({ driver }) => expectSuccess(await driver.operate({ action: 'LIST' }));

/** A builder is deleted while its build runs. */
const deleteDuringBuild: Scenario = async (stage) => {
  const properties: Properties = { ...builder(stage), InstallCommands: ['sleep 30'] };
  const name = String(properties.BuilderName);
  const creating = stage.driver.operate({ action: 'CREATE', properties });
  while ((await stage.state.builds(name)).length === 0) await new Promise((done) => setTimeout(done, 50));
  await remove(stage, properties).finally(async () => {
    await stopBuilds(stage, name);
    await creating;
  });
  expectEqual('left after the delete', await stage.state.leftovers(name), []);
};

/** As the account's root user: what a scenario failed to stop does not outlive it. */
async function stopBuilds(stage: Stage, name: string): Promise<void> {
  const codebuild = new CodeBuild({
    endpoint: stage.endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
  });
  for (const { id, status } of await stage.state.builds(name))
    if (status === 'IN_PROGRESS') await codebuild.stopBuild({ id });
}

/** A repository that contains an image stays when its builder goes. */
const retain: Scenario = async (stage) => {
  const properties: Properties = { ...builder(stage), Repository: { RemovalPolicy: 'RETAIN' } };
  await create(stage, properties);
  await remove(stage, properties);
  const name = `docker-builder/${properties.BuilderName}/image`;
  expectEqual('kept', await stage.state.leftovers(String(properties.BuilderName)), [name]);
};

/** A base image that this machine has never seen: BuildKit must pull its layer. */
const ownBase: Scenario = async (stage) => {
  const repositoryName = uniqueName('base');
  const tags = [{ Key: 'docker-builder:builder', Value: 'base' }];
  const { repository } = await ecrOf(stage).createRepository({ repositoryName, tags });
  const folder = folderOf({ base: repositoryName });
  const layer = execFileSync('tar', ['-C', folder.path, '-c', 'base']);
  folder.remove();
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  const registry = registryRequests(stage.endpoint, await registryToken(stage.endpoint, ROOT_KEYS));
  await registry.push(`us-east-1/${repositoryName}`, layer, config);
  const dockerfile = `FROM ${repository?.repositoryUri}:latest\nARG VALUE\nCOPY <<EOF /value\n\${VALUE}\nEOF\n`;
  await lifeOf(stage, { Inline: dockerfile });
};

/** The repository of a builder whose stack fails to be created goes in the rollback, with its image. */
const rolledBackCreate: Scenario = async (stage) => {
  const version = await typeVersion(stage.endpoint, stage.executionRole);
  const stacks = stacksOn(stage.endpoint);
  const properties: Properties = {
    ...builder(stage),
    Repository: { RemovalPolicy: 'RETAIN_EXCEPT_ON_CREATE' },
  };
  const name = String(properties.BuilderName);
  const missing = { ...builder(stage), Source: { Inline: 'not a Dockerfile' } };
  try {
    const { status } = await stacks.create(name, {
      Image: { Type: TYPE, Properties: properties },
      Broken: { Type: TYPE, DependsOn: 'Image', Properties: missing },
    });
    expectEqual('status', status, 'ROLLBACK_COMPLETE');
    expectEqual('left after the rollback', await stage.state.leftovers(name), []);
  } finally {
    await stacks.delete(name);
    await version.remove();
  }
};

/** An index of two images. */
const twoPlatforms: Scenario = async (stage) => {
  const properties: Properties = { ...builder(stage), Platforms: ['linux/amd64', 'linux/arm64'] };
  await create(stage, properties);
  await remove(stage, properties);
};

export const scenarios = {
  inline,
  source,
  sourceVersion,
  changes,
  replicated: inRegions,
  policy,
  mutableTags,
  failingBuild,
  list,
  deleteDuringBuild,
  retain,
  ownBase,
  rolledBackCreate,
  twoPlatforms,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
