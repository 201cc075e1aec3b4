import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import { CodeBuild, type Project } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { cloudformation, create, remove, settle, update } from '../support/deployed-stacks';
import { detectDrift, linesOf } from '../support/drift';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { aws, uniqueName } from '../support/tools';
import { zipBytes } from '../support/zip-bytes';

interface Summary {
  LogicalResourceId: string;
  DriftInformation: { StackResourceDriftStatus: string };
}

const TYPE = 'TokenInjectable::Docker::Builder';
const codebuild = new CodeBuild({});
const ecr = new ECR({});
const s3 = new S3({ forcePathStyle: true });

const stack = uniqueName('drift');
const key = `${stack}.zip`;
const [inline, zipped] = [`${stack}-inline`, `${stack}-zip`];
const project = (builder: string) => `docker-builder-${builder}`;
const repository = (builder: string) => `docker-builder/${builder}/image`;
const dockerfile = 'FROM scratch\nARG VALUE\nCOPY <<EOF /x\n$VALUE\nEOF\n';

const ACCOUNT = '111122223333';
/** A policy that lets an account pull. */
const puller = (account: string, ...more: object[]) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Pull', Effect: 'Allow', Principal: { AWS: account }, Action: ['ecr:BatchGetImage'] },
    ...more,
  ],
});
const policy = (document: object) =>
  ecr.setRepositoryPolicy({ repositoryName: repository(zipped), policyText: JSON.stringify(document) });

const template = (more: object = {}) => ({
  Parameters: { Value: { Type: 'String', Default: 'one' } },
  Resources: {
    // Sets of the repository what is not read from ECR alone.
    Inline: {
      Type: TYPE,
      Properties: {
        BuilderName: inline,
        PollIntervalSeconds: 1,
        CacheDisabled: true,
        Source: { Inline: dockerfile },
        BuildArgs: { VALUE: { Ref: 'Value' } },
        Repository: { RemovalPolicy: 'DELETE' },
      },
    },
    Zipped: {
      Type: TYPE,
      Properties: {
        BuilderName: zipped,
        PollIntervalSeconds: '1',
        CacheDisabled: 'true',
        Source: { S3Bucket: SOURCE_BUCKET, S3Key: key },
        Dockerfile: 'Dockerfile',
        BuildArgs: { VALUE: { 'Fn::Sub': '${Value}-${AWS::Region}' }, OTHER: '' },
        InstallCommands: ['true', 'echo two'],
        PreBuildCommands: ['true'],
        ComputeType: 'BUILD_GENERAL1_SMALL',
        BuildImage: 'aws/codebuild/standard:7.0',
        TimeoutInMinutes: 10,
        Revision: '1',
        Repository: {
          RemovalPolicy: 'DELETE',
          UntaggedRetentionDays: 7,
          ScanOnPush: true,
          Name: repository(zipped),
          PolicyText: puller(ACCOUNT),
        },
        Logs: { Retain: true },
        Tags: [
          { Key: 'team', Value: 'one' },
          { Key: 'cost', Value: 'two' },
        ],
        ...more,
      },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } },
    Unchecked: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  },
});

let created: Record<string, Project>;
/** Brings back what the table below changes, as nobody but an update of the stack would. */
const restore = async () => {
  const {
    name = '',
    source,
    environment,
    tags,
    serviceRole,
    timeoutInMinutes,
    logsConfig,
  } = created[zipped] as Project;
  await codebuild.updateProject({
    name,
    source,
    environment,
    tags,
    serviceRole,
    timeoutInMinutes,
    logsConfig,
  });
  await policy(puller(ACCOUNT));
  await lifecycle(7);
  await scanOnPush(true);
  const resourceArn = await arnOf(zipped);
  const { tags: all = [] } = await ecr.listTagsForResource({ resourceArn });
  await ecr.untagResource({ resourceArn, tagKeys: all.map(({ Key = '' }) => Key) });
  await ecr.tagResource({
    resourceArn,
    tags: (tags ?? []).map(({ key, value }) => ({ Key: key, Value: value })),
  });
};

const arnOf = async (builder: string) =>
  (await ecr.describeRepositories({ repositoryNames: [repository(builder)] })).repositories?.[0]
    ?.repositoryArn;
const scanOnPush = (on: boolean, builder = zipped) =>
  ecr.putImageScanningConfiguration({
    repositoryName: repository(builder),
    imageScanningConfiguration: { scanOnPush: on },
  });
const lifecycle = (countNumber: number, ...more: object[]) => {
  const untagged = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber };
  const rules = [untagged, ...more].map((selection, index) => ({
    rulePriority: index + 1,
    selection,
    action: { type: 'expire' },
  }));
  return ecr.putLifecyclePolicy({
    repositoryName: repository(zipped),
    lifecyclePolicyText: JSON.stringify({ rules }),
  });
};

beforeAll(async () => {
  await s3.putObject({
    Bucket: SOURCE_BUCKET,
    Key: key,
    Body: zipBytes([{ name: 'Dockerfile', content: dockerfile }]),
  });
  expect((await create(stack, template())).status).toBe('CREATE_COMPLETE');
  const { projects = [] } = await codebuild.batchGetProjects({ names: [project(inline), project(zipped)] });
  created = Object.fromEntries(projects.map((one) => [one.name?.replace('docker-builder-', ''), one]));
}, 60_000);
afterAll(() => remove(stack), 60_000);

const sync = { Inline: ['IN_SYNC'], Zipped: ['IN_SYNC'], Queue: ['IN_SYNC'] };

it('the real aws command shows drift: of a stack, of a resource, and what was never checked', async () => {
  const ofStack = ['--stack-name', stack];
  const { StackResourceSummaries: before } = await aws<{ StackResourceSummaries: Summary[] }>(
    'cloudformation',
    'list-stack-resources',
    ...ofStack,
  );
  expect(new Set(before.map(({ DriftInformation }) => DriftInformation.StackResourceDriftStatus))).toEqual(
    new Set(['NOT_CHECKED']),
  );
  await variable('DOCKER_BUILDER_ARG_VALUE', 'two');
  const { StackResourceDrift } = await aws<{ StackResourceDrift: StackResourceDrift }>(
    'cloudformation',
    'detect-stack-resource-drift',
    ...ofStack,
    '--logical-resource-id',
    'Zipped',
  );
  expect(linesOf(StackResourceDrift)).toEqual(['MODIFIED', '/BuildArgs/VALUE NOT_EQUAL one-us-east-1 two']);
  expect(JSON.parse(StackResourceDrift.ExpectedProperties ?? '')).toMatchObject({ BuilderName: zipped });
  const { StackDriftDetectionId: id } = await aws<{ StackDriftDetectionId: string }>(
    'cloudformation',
    'detect-stack-drift',
    ...ofStack,
  );
  const status = ['describe-stack-drift-detection-status', '--stack-drift-detection-id', id];
  expect(await aws('cloudformation', ...status)).toMatchObject({
    StackDriftStatus: 'DRIFTED',
    DetectionStatus: 'DETECTION_COMPLETE',
    DriftedStackResourceCount: 1,
  });
  const { StackResourceDrifts } = await aws<{ StackResourceDrifts: StackResourceDrift[] }>(
    'cloudformation',
    'describe-stack-resource-drifts',
    ...ofStack,
    '--stack-resource-drift-status-filters',
    'MODIFIED',
    'DELETED',
  );
  expect(StackResourceDrifts.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Zipped']);
  const { Stacks } = await aws<{ Stacks: object[] }>('cloudformation', 'describe-stacks', ...ofStack);
  expect(Stacks).toMatchObject([{ DriftInformation: { StackDriftStatus: 'DRIFTED' } }]);
  const { StackResourceSummaries: after } = await aws<{ StackResourceSummaries: Summary[] }>(
    'cloudformation',
    'list-stack-resources',
    ...ofStack,
  );
  expect(
    Object.fromEntries(
      after.map((one) => [one.LogicalResourceId, one.DriftInformation.StackResourceDriftStatus]),
    ),
  ).toEqual({ Inline: 'IN_SYNC', Zipped: 'MODIFIED', Queue: 'IN_SYNC', Unchecked: 'NOT_CHECKED' });
  await restore();
}, 60_000);

it('nothing drifts that nobody changed, whatever the template leaves to defaults', async () => {
  expect(await detectDrift(stack)).toEqual({
    status: 'IN_SYNC',
    detection: 'DETECTION_COMPLETE',
    resources: sync,
  });
}, 60_000);

const environment = (more: object) =>
  codebuild.updateProject({
    name: project(zipped),
    environment: { ...created[zipped]?.environment, ...more } as Project['environment'],
  });
const variable = (name: string, value: string | undefined) => {
  const others = (created[zipped]?.environment?.environmentVariables ?? []).filter(
    (one) => one.name !== name,
  );
  const own = value === undefined ? [] : [{ name, value }];
  return environment({ environmentVariables: [...others, ...own] });
};
const commands = (change: (phases: Record<string, { commands: string[] }>) => void) => {
  const buildspec = JSON.parse(created[zipped]?.source?.buildspec ?? '');
  change(buildspec.phases);
  const source = { ...created[zipped]?.source, type: 'S3' as const, buildspec: JSON.stringify(buildspec) };
  return codebuild.updateProject({ name: project(zipped), source });
};
const tags = (more: { key: string; value: string }[]) =>
  codebuild.updateProject({
    name: project(zipped),
    tags: [
      ...(created[zipped]?.tags ?? []).filter((one) => more.every(({ key }) => key !== one.key)),
      ...more,
    ],
  });

describe('what is changed behind the back of the stack', () => {
  it.each<[string, () => Promise<unknown>, string[]]>([
    [
      'a build argument',
      () => variable('DOCKER_BUILDER_ARG_VALUE', 'two'),
      ['/BuildArgs/VALUE NOT_EQUAL one-us-east-1 two'],
    ],
    ['a new build argument', () => variable('DOCKER_BUILDER_ARG_NEW', 'x'), ['/BuildArgs/NEW ADD null x']],
    [
      'a build argument that is gone',
      () => variable('DOCKER_BUILDER_ARG_OTHER', undefined),
      ['/BuildArgs/OTHER REMOVE  null'],
    ],
    [
      'the Dockerfile',
      () => variable('DOCKER_BUILDER_DOCKERFILE', 'other'),
      ['/Dockerfile NOT_EQUAL Dockerfile other'],
    ],
    ['the revision', () => variable('DOCKER_BUILDER_REVISION', '2'), ['/Revision NOT_EQUAL 1 2']],
    [
      'the cache',
      () => variable('DOCKER_BUILDER_CACHE_DISABLED', 'false'),
      ['/CacheDisabled NOT_EQUAL true false'],
    ],
    [
      'the source',
      () =>
        codebuild.updateProject({
          name: project(zipped),
          source: { ...created[zipped]?.source, type: 'S3', location: `${SOURCE_BUCKET}/other.zip` },
        }),
      [`/Source/S3Key NOT_EQUAL ${key} other.zip`],
    ],
    [
      'the commands',
      () => commands(({ install }) => install?.commands.splice(1, 2, 'false')),
      ['/InstallCommands/0 NOT_EQUAL true false', '/InstallCommands/1 REMOVE echo two null'],
    ],
    [
      'the order of commands',
      () => commands(({ install }) => install?.commands.splice(1, 2, 'echo two', 'true')),
      ['/InstallCommands/0 NOT_EQUAL true echo two', '/InstallCommands/1 NOT_EQUAL echo two true'],
    ],
    [
      'a command that is added',
      () => commands((phases) => phases.pre_build?.commands.push('false')),
      ['/PreBuildCommands/1 ADD null false'],
    ],
    [
      'the whole buildspec',
      () =>
        codebuild.updateProject({
          name: project(zipped),
          source: { ...created[zipped]?.source, type: 'S3', buildspec: 'version: 0.2' },
        }),
      ['/InstallCommands REMOVE ["true","echo two"] null', '/PreBuildCommands REMOVE ["true"] null'],
    ],
    [
      'the compute type',
      () => environment({ computeType: 'BUILD_GENERAL1_LARGE' }),
      ['/ComputeType NOT_EQUAL BUILD_GENERAL1_SMALL BUILD_GENERAL1_LARGE'],
    ],
    [
      'the build image',
      () => environment({ image: 'aws/codebuild/standard:5.0' }),
      ['/BuildImage NOT_EQUAL aws/codebuild/standard:7.0 aws/codebuild/standard:5.0'],
    ],
    [
      'the time-out',
      () => codebuild.updateProject({ name: project(zipped), timeoutInMinutes: 11 }),
      ['/TimeoutInMinutes NOT_EQUAL 10 11'],
    ],
    [
      'a tag of the project',
      () => tags([{ key: 'team', value: 'two' }]),
      ['/Tags/0/Value NOT_EQUAL one two'],
    ],
    [
      'a tag of the repository',
      async () =>
        ecr.tagResource({ resourceArn: await arnOf(zipped), tags: [{ Key: 'cost', Value: 'three' }] }),
      ['/Tags/1/Value NOT_EQUAL two three'],
    ],
    [
      'a new tag of the repository',
      async () => ecr.tagResource({ resourceArn: await arnOf(zipped), tags: [{ Key: 'new', Value: 'x' }] }),
      ['/Tags/2 ADD null {"Key":"new","Value":"x"}'],
    ],
    [
      'a tag that the repository lost',
      async () => ecr.untagResource({ resourceArn: await arnOf(zipped), tagKeys: ['team'] }),
      ['/Tags/0 REMOVE {"Key":"team","Value":"one"} null'],
    ],
    ['the lifecycle policy', () => lifecycle(3), ['/Repository/UntaggedRetentionDays NOT_EQUAL 7 3']],
    [
      'a rule that expires tagged images',
      () => lifecycle(7, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }),
      ['/Repository/UntaggedRetentionDays REMOVE 7 null'],
    ],
    [
      'a lifecycle policy that is gone',
      () => ecr.deleteLifecyclePolicy({ repositoryName: repository(zipped) }),
      ['/Repository/UntaggedRetentionDays REMOVE 7 null'],
    ],
    ['the scan setting', () => scanOnPush(false), ['/Repository/ScanOnPush NOT_EQUAL true false']],
    [
      'who may pull',
      () => policy(puller('444455556666')),
      [`/Repository/PolicyText/Statement/0/Principal/AWS NOT_EQUAL ${ACCOUNT} 444455556666`],
    ],
    [
      'the log group',
      () =>
        codebuild.updateProject({
          name: project(zipped),
          logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: '/other' } },
        }),
      ['/Logs/Retain NOT_EQUAL true false'],
    ],
  ])('is named: %s', async (_what, change, expected) => {
    await change();
    expect(await detectDrift(stack)).toEqual({
      status: 'DRIFTED',
      detection: 'DETECTION_COMPLETE',
      resources: { ...sync, Zipped: ['MODIFIED', ...expected] },
    });
    await restore();
  });
});

it('a policy in words of ECR, with a statement that Lambda has added, is not drift', async () => {
  const lambdas = {
    Sid: 'LambdaECRImageRetrievalPolicy',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  };
  await policy(puller(`arn:aws:iam::${ACCOUNT}:root`, lambdas));
  expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: sync });
  await restore();
});

describe('a deployment repairs', () => {
  const thirdTags = [
    { Key: 'team', Value: 'one' },
    { Key: 'cost', Value: 'three' },
  ];
  const names = async () =>
    ((await codebuild.listBuildsForProject({ projectName: project(zipped) })).ids ?? []).length;

  it('what has drifted of the project and the repository, without a build', async () => {
    const builds = await names();
    await variable('DOCKER_BUILDER_ARG_VALUE', 'two');
    await codebuild.updateProject({ name: project(zipped), timeoutInMinutes: 99, tags: [] });
    await lifecycle(3);
    await scanOnPush(false);
    await ecr.putImageTagMutability({ repositoryName: repository(zipped), imageTagMutability: 'MUTABLE' });
    await ecr.untagResource({ resourceArn: await arnOf(zipped), tagKeys: ['team'] });
    expect((await detectDrift(stack)).resources.Zipped).toEqual([
      'MODIFIED',
      '/BuildArgs/VALUE NOT_EQUAL one-us-east-1 two',
      '/Repository/ScanOnPush NOT_EQUAL true false',
      '/Repository/UntaggedRetentionDays NOT_EQUAL 7 3',
      '/Tags/0 REMOVE {"Key":"team","Value":"one"} null',
      '/TimeoutInMinutes NOT_EQUAL 10 99',
    ]);
    expect(await update(stack, template({ Tags: thirdTags }))).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: sync });
    expect(await names()).toBe(builds);
    const { repositories } = await ecr.describeRepositories({ repositoryNames: [repository(zipped)] });
    expect(repositories).toMatchObject([{ imageTagMutability: 'IMMUTABLE' }]);
  }, 60_000);

  it('by a change set that reverts drift, without another change; a rollback brings back what was there', async () => {
    const set = { StackName: stack, ChangeSetName: uniqueName('revert') };
    const mode = { DeploymentMode: 'REVERT_DRIFT' as const };
    const review = async (TemplateBody: string, ChangeSetName = set.ChangeSetName) => {
      await cloudformation.createChangeSet({ ...set, ...mode, ChangeSetName, TemplateBody });
      return cloudformation.describeChangeSet({ ...set, ChangeSetName });
    };
    const same = JSON.stringify(template({ Tags: thirdTags }));
    expect(await review(same, 'none')).toMatchObject({ ...mode, Status: 'FAILED' });
    await variable('DOCKER_BUILDER_ARG_VALUE', 'two');
    await scanOnPush(false);
    const names = (properties: string[]) => properties.map((Name) => ({ Target: { Name } }));
    expect(await review(same)).toMatchObject({
      ...mode,
      Status: 'CREATE_COMPLETE',
      Changes: [
        {
          ResourceChange: {
            Action: 'Modify',
            LogicalResourceId: 'Zipped',
            Replacement: 'False',
            Details: names(['BuildArgs', 'Repository']),
          },
        },
      ],
    });
    const Broken = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Zipped', 'No'] } } };
    const { Resources, ...others } = template({ Tags: thirdTags });
    await review(JSON.stringify({ ...others, Resources: { ...Resources, Broken } }), 'broken');
    await cloudformation.executeChangeSet({ ...set, ChangeSetName: 'broken' });
    expect(await settle(stack)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    const { projects: [rolledBack] = [] } = await codebuild.batchGetProjects({ names: [project(zipped)] });
    expect(rolledBack?.environment?.environmentVariables).toContainEqual({
      name: 'DOCKER_BUILDER_ARG_VALUE',
      value: 'two',
      type: 'PLAINTEXT',
    });
    await review(same, 'again');
    await cloudformation.executeChangeSet({ ...set, ChangeSetName: 'again' });
    expect(await settle(stack)).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: sync });
  }, 60_000);

  it('a repository that is gone, with a build', async () => {
    await ecr.deleteRepository({ repositoryName: repository(zipped), force: true });
    expect((await detectDrift(stack)).resources.Zipped).toEqual([
      'MODIFIED',
      expect.stringMatching(/^\/Repository REMOVE \{.+\} null$/),
    ]);
    expect(await update(stack, template())).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: sync });
  }, 60_000);
});

it('a project that is gone is a builder that is deleted; reverting drift creates it again, without a build', async () => {
  const builds = async () => (await codebuild.listBuildsForProject({ projectName: project(inline) })).ids;
  const before = await builds();
  await codebuild.deleteProject({ name: project(inline) });
  expect(await detectDrift(stack)).toMatchObject({
    status: 'DRIFTED',
    resources: { ...sync, Inline: ['DELETED'] },
  });
  const set = { StackName: stack, ChangeSetName: 'recreate' };
  const TemplateBody = JSON.stringify(template());
  await cloudformation.createChangeSet({ ...set, DeploymentMode: 'REVERT_DRIFT', TemplateBody });
  expect((await cloudformation.describeChangeSet(set)).Changes).toMatchObject([
    { ResourceChange: { Action: 'Add', LogicalResourceId: 'Inline' } },
  ]);
  await cloudformation.executeChangeSet(set);
  expect(await settle(stack)).toMatchObject({ status: 'UPDATE_COMPLETE' });
  expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: sync });
  expect(await builds()).toEqual(before);
}, 60_000);
