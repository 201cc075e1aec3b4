import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  ListBuildsForProjectCommand,
  ListProjectsCommand,
  StartBuildCommand,
  StopBuildCommand,
  UpdateProjectCommand,
} from '@aws-sdk/client-codebuild';
import { mockClient } from 'aws-sdk-client-mock';
import { codeBuildPort } from '../../../src/aws/codebuild';
import type { ProjectDefinition } from '../../../src/ports/codebuild';

const sdk = mockClient(CodeBuildClient);
const port = codeBuildPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

const definition: ProjectDefinition = {
  name: 'docker-builder-web',
  description: 'the builder web',
  sourceLocation: 'bucket/context.zip',
  buildspec: '{}',
  machine: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0' },
  computeType: 'BUILD_GENERAL1_SMALL',
  variables: { IMAGE_TAG: 'tag', ARG_URL: '' },
  secrets: {},
  vpc: undefined,
  roleArn: 'arn:aws:iam::123456789012:role/build',
  timeoutInMinutes: 30,
  queuedTimeoutInMinutes: 120,
  logGroup: '/aws/codebuild/docker-builder-web',
  tags: { team: 'shop' },
};

const gone = () => Object.assign(new Error('no such project'), { name: 'ResourceNotFoundException' });

describe('a project', () => {
  it('is created and updated with the same settings', async () => {
    await port.createProject(definition);
    await port.updateProject(definition);
    const [created] = sdk.commandCalls(CreateProjectCommand);
    const [updated] = sdk.commandCalls(UpdateProjectCommand);
    expect(created?.args[0].input).toMatchObject({
      name: 'docker-builder-web',
      source: { type: 'S3', location: 'bucket/context.zip', buildspec: '{}' },
      environment: {
        type: 'LINUX_CONTAINER',
        privilegedMode: true,
        environmentVariables: [
          { name: 'IMAGE_TAG', value: 'tag', type: 'PLAINTEXT' },
          { name: 'ARG_URL', value: '', type: 'PLAINTEXT' },
        ],
      },
      serviceRole: definition.roleArn,
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: '/aws/codebuild/docker-builder-web' } },
      tags: [{ key: 'team', value: 'shop' }],
    });
    expect(updated?.args[0].input).toEqual({ ...created?.args[0].input, vpcConfig: {} });
  });

  it('without a source location has no source', async () => {
    await port.createProject({ ...definition, sourceLocation: undefined });
    expect(sdk.commandCalls(CreateProjectCommand)[0]?.args[0].input.source).toEqual({
      type: 'NO_SOURCE',
      buildspec: '{}',
    });
  });

  it.each([
    ['aws/codebuild/standard:8.0', 'CODEBUILD'],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com/build:1', 'SERVICE_ROLE'],
    ['docker:28', 'SERVICE_ROLE'],
    ['example.com/aws/codebuild/standard:7.0', 'SERVICE_ROLE'],
  ])('pulls the image %s with the credentials of %s', async (image, credentials) => {
    await port.createProject({ ...definition, machine: { type: 'LINUX_CONTAINER', image } });
    const { environment } = sdk.commandCalls(CreateProjectCommand)[0]?.args[0].input ?? {};
    expect(environment?.imagePullCredentialsType).toBe(credentials);
  });

  it.each<[string, Partial<ProjectDefinition>]>([
    ['', {}],
    [' with secrets', { secrets: { TOKEN: 'arn:aws:secretsmanager:us-east-1:1:secret:a:key' } }],
    [' in a VPC', { vpc: { id: 'vpc-1', subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } }],
  ])('%s is read as it was written', async (_what, more) => {
    const whole = { ...definition, ...more };
    await port.createProject(whole);
    const { environment, ...written } = sdk.commandCalls(CreateProjectCommand)[0]?.args[0].input ?? {};
    sdk.on(BatchGetProjectsCommand).resolves({
      projects: [{ ...written, arn: 'arn:project', environment } as object],
    });
    const { description: _description, queuedTimeoutInMinutes: _queued, ...read } = whole;
    expect(await port.project('docker-builder-web')).toEqual({ ...read, arn: 'arn:project' });
  });

  it.each([{}, { vpcId: '', subnets: [], securityGroupIds: [] }])(
    'whose VPC was removed has none: %j',
    async (vpcConfig) => {
      const project = { name: 'x', arn: 'arn:project', vpcConfig };
      sdk.on(BatchGetProjectsCommand).resolves({ projects: [project] });
      expect((await port.project('x'))?.vpc).toBeUndefined();
    },
  );

  it('leaves its VPC only when an update says so', async () => {
    const vpc = { id: 'vpc-1', subnets: ['subnet-1'], securityGroups: ['sg-1'] };
    await port.updateProject({ ...definition, vpc });
    await port.updateProject(definition);
    const inputs = sdk.commandCalls(UpdateProjectCommand).map(({ args }) => args[0].input.vpcConfig);
    expect(inputs).toEqual([{ vpcId: 'vpc-1', subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }, {}]);
  });

  it('that does not exist is undefined, and deleting it succeeds', async () => {
    sdk.on(BatchGetProjectsCommand).resolves({ projects: [], projectsNotFound: ['docker-builder-web'] });
    sdk.on(DeleteProjectCommand).rejects(gone());
    expect(await port.project('docker-builder-web')).toBeUndefined();
    await port.deleteProject('docker-builder-web');
  });

  it('names come page by page', async () => {
    sdk.on(ListProjectsCommand).resolves({ projects: ['a', 'b'], nextToken: 'next' });
    expect(await port.projectNames('token')).toEqual({ names: ['a', 'b'], nextToken: 'next' });
    expect(sdk.commandCalls(ListProjectsCommand)[0]?.args[0].input).toMatchObject({ nextToken: 'token' });
  });
});

describe('a build', () => {
  const answer = {
    id: 'docker-builder-web:1',
    buildStatus: 'FAILED' as const,
    currentPhase: 'COMPLETED',
    startTime: new Date(1_000),
    endTime: new Date(61_000),
    timeoutInMinutes: 30,
    environment: {
      type: 'LINUX_CONTAINER' as const,
      image: 'x',
      computeType: 'BUILD_GENERAL1_SMALL' as const,
      environmentVariables: [
        { name: 'DOCKER_BUILDER_IMAGE_TAG', value: 'tag' },
        { name: 'DOCKER_BUILDER_PROPERTIES_HASH', value: 'hash' },
      ],
    },
    phases: [
      {
        phaseType: 'BUILD' as const,
        phaseStatus: 'FAILED' as const,
        contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: 'exit status 1' }],
      },
    ],
    logs: { groupName: 'group', streamName: 'stream', deepLink: 'https://logs' },
  };

  it('has its tag, times, phases and log', async () => {
    sdk.on(BatchGetBuildsCommand).resolves({ builds: [answer] });
    expect(await port.build(answer.id)).toEqual({
      id: answer.id,
      status: 'FAILED',
      phase: 'COMPLETED',
      phases: answer.phases,
      imageTag: 'tag',
      properties: 'hash',
      startedAt: 1_000,
      endedAt: 61_000,
      timeoutInMinutes: 30,
      log: { group: 'group', stream: 'stream' },
      logLink: 'https://logs',
    });
  });

  it('that has just been submitted runs, and has neither a log nor an end', async () => {
    sdk.on(StartBuildCommand).resolves({ build: { id: answer.id } });
    const started = await port.startBuild({
      project: 'docker-builder-web',
      idempotencyToken: 'token',
      sourceVersion: undefined,
      machine: undefined,
      variables: { REPOSITORY_URI: 'uri' },
    });
    expect(started).toMatchObject({
      status: 'IN_PROGRESS',
      phase: 'SUBMITTED',
      log: undefined,
      endedAt: undefined,
    });
    expect(sdk.commandCalls(StartBuildCommand)[0]?.args[0].input).toMatchObject({
      projectName: 'docker-builder-web',
      environmentVariablesOverride: [{ name: 'REPOSITORY_URI', value: 'uri', type: 'PLAINTEXT' }],
    });
  });

  it('that the service answers without an id is an error', async () => {
    sdk.on(BatchGetBuildsCommand).resolves({ builds: [{}] });
    await expect(port.build('x')).rejects.toThrow('the answer lacks id');
  });

  it.each(['ResourceNotFoundException', 'InvalidInputException'])(
    'that can no longer be stopped (%s) is stopped',
    async (name) => {
      sdk.on(StopBuildCommand).rejects(Object.assign(new Error('no'), { name }));
      await port.stopBuild('x');
    },
  );

  it('is among the newest by its start, in any order of the answer', async () => {
    const started = (n: number) => ({ ...answer, id: `b:${n}`, startTime: new Date(n) });
    sdk.on(ListBuildsForProjectCommand).resolves({ ids: ['b:3', 'b:2', 'b:1'] });
    sdk.on(BatchGetBuildsCommand).resolves({ builds: [started(1), started(3), started(2)] });
    const newest = await port.newestBuilds('docker-builder-web');
    expect(newest.map(({ id }) => id)).toEqual(['b:3', 'b:2', 'b:1']);
  });

  it('of a project that does not exist there is none', async () => {
    sdk.on(ListBuildsForProjectCommand).rejects(gone());
    expect(await port.newestBuilds('docker-builder-web')).toEqual([]);
  });

  it('is read with at most 19 others', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `docker-builder-web:${n}`);
    sdk.on(ListBuildsForProjectCommand).resolves({ ids });
    sdk.on(BatchGetBuildsCommand).resolves({ builds: [] });
    await port.newestBuilds('docker-builder-web');
    expect(sdk.commandCalls(BatchGetBuildsCommand)[0]?.args[0].input.ids).toEqual(ids.slice(0, 20));
  });
});
