import { CodeBuild, type Project } from '@aws-sdk/client-codebuild';
import { S3 } from '@aws-sdk/client-s3';
import { create, remove } from '../support/deployed-stacks';
import { detectDrift } from '../support/drift';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { uniqueName } from '../support/tools';
import { zipBytes } from '../support/zip-bytes';

const TYPE = 'TokenInjectable::Docker::Builder';
const codebuild = new CodeBuild({});
const s3 = new S3({ forcePathStyle: true });

const stack = uniqueName('drift');
const key = `${stack}.zip`;
const [inline, zipped] = [`${stack}-inline`, `${stack}-zip`];
const project = (builder: string) => `docker-builder-${builder}`;
const repository = (builder: string) => `docker-builder/${builder}/image`;
const dockerfile = 'FROM scratch\nARG VALUE\nCOPY <<EOF /x\n$VALUE\nEOF\n';

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
        },
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
const restore = async (builder: string) => {
  const { name, source, environment, tags, serviceRole, timeoutInMinutes } = created[builder] as Project;
  const project = { name, source, environment, tags, serviceRole, timeoutInMinutes };
  await codebuild.updateProject({ ...project, name: name as string });
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

it('nothing drifts that nobody changed, whatever the template leaves to defaults', async () => {
  expect(await detectDrift(stack)).toEqual({
    status: 'IN_SYNC',
    detection: 'DETECTION_COMPLETE',
    resources: sync,
  });
}, 60_000);

const environment = (builder: string, more: object) =>
  codebuild.updateProject({
    name: project(builder),
    environment: { ...created[builder]?.environment, ...more } as Project['environment'],
  });
const variable = (builder: string, name: string, value: string | undefined) => {
  const others = (created[builder]?.environment?.environmentVariables ?? []).filter(
    (one) => one.name !== name,
  );
  const own = value === undefined ? [] : [{ name, value }];
  return environment(builder, { environmentVariables: [...others, ...own] });
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
      () => variable(zipped, 'DOCKER_BUILDER_ARG_VALUE', 'two'),
      ['/BuildArgs/VALUE NOT_EQUAL one-us-east-1 two'],
    ],
    [
      'a new build argument',
      () => variable(zipped, 'DOCKER_BUILDER_ARG_NEW', 'x'),
      ['/BuildArgs/NEW ADD null x'],
    ],
    [
      'a build argument that is gone',
      () => variable(zipped, 'DOCKER_BUILDER_ARG_OTHER', undefined),
      ['/BuildArgs/OTHER REMOVE  null'],
    ],
    [
      'the Dockerfile',
      () => variable(zipped, 'DOCKER_BUILDER_DOCKERFILE', 'other'),
      ['/Dockerfile NOT_EQUAL Dockerfile other'],
    ],
    ['the revision', () => variable(zipped, 'DOCKER_BUILDER_REVISION', '2'), ['/Revision NOT_EQUAL 1 2']],
    [
      'the cache',
      () => variable(zipped, 'DOCKER_BUILDER_CACHE_DISABLED', 'false'),
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
      () => environment(zipped, { computeType: 'BUILD_GENERAL1_LARGE' }),
      ['/ComputeType NOT_EQUAL BUILD_GENERAL1_SMALL BUILD_GENERAL1_LARGE'],
    ],
    [
      'the build image',
      () => environment(zipped, { image: 'aws/codebuild/standard:5.0' }),
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
  ])('is named: %s', async (_what, change, expected) => {
    await change();
    expect(await detectDrift(stack)).toEqual({
      status: 'DRIFTED',
      detection: 'DETECTION_COMPLETE',
      resources: { ...sync, Zipped: ['MODIFIED', ...expected] },
    });
    await restore(zipped);
  });
});
