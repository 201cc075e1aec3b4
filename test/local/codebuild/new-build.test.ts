import { newBuild } from '../../../local/codebuild/new-build';
import type { ProjectRecord, StartBuild } from '../../../local/codebuild/records';

const project: ProjectRecord = {
  name: 'p',
  arn: 'arn:aws:codebuild:eu-west-1:111122223333:project/p',
  source: { type: 'S3', location: 'bucket/key', buildspec: 'version: 0.2' },
  sourceVersion: 'v1',
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    environmentVariables: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
  },
  serviceRole: 'arn:aws:iam::111122223333:role/r',
  timeoutInMinutes: 60,
  queuedTimeoutInMinutes: 480,
  badge: { badgeEnabled: false },
  projectVisibility: 'PRIVATE',
  created: 1,
  lastModified: 1,
};

const start = (input: Partial<StartBuild> = {}, of = project) =>
  newBuild(
    of,
    { projectName: 'p', ...input },
    { uuid: 'u', buildNumber: 3, now: 17, caller: { account: '111122223333', region: 'eu-west-1' } },
  );

it('is the project with an id, in progress', () => {
  expect(start()).toMatchObject({
    id: 'p:u',
    arn: 'arn:aws:codebuild:eu-west-1:111122223333:build/p:u',
    buildNumber: 3,
    startTime: 17,
    buildStatus: 'IN_PROGRESS',
    buildComplete: false,
    sourceVersion: 'v1',
    source: project.source,
    environment: project.environment,
    serviceRole: project.serviceRole,
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    phases: [{ phaseType: 'SUBMITTED', phaseStatus: 'SUCCEEDED' }],
  });
});

it('takes each override of the request', () => {
  const build = start({
    sourceVersion: 'v2',
    sourceTypeOverride: 'NO_SOURCE',
    sourceLocationOverride: 'other/key',
    buildspecOverride: 'other',
    imageOverride: 'own:1',
    computeTypeOverride: 'BUILD_GENERAL1_LARGE',
    environmentTypeOverride: 'ARM_CONTAINER',
    privilegedModeOverride: true,
    imagePullCredentialsTypeOverride: 'SERVICE_ROLE',
    serviceRoleOverride: 'arn:other',
    timeoutInMinutesOverride: 9,
    queuedTimeoutInMinutesOverride: 8,
    encryptionKeyOverride: 'key',
    cacheOverride: { type: 'LOCAL' },
    logsConfigOverride: { cloudWatchLogs: { status: 'ENABLED', groupName: 'g', streamName: 's' } },
  });
  expect(build).toMatchObject({
    sourceVersion: 'v2',
    resolvedSourceVersion: 'v2',
    source: { type: 'NO_SOURCE', location: 'other/key', buildspec: 'other' },
    environment: {
      image: 'own:1',
      computeType: 'BUILD_GENERAL1_LARGE',
      type: 'ARM_CONTAINER',
      privilegedMode: true,
      imagePullCredentialsType: 'SERVICE_ROLE',
    },
    serviceRole: 'arn:other',
    timeoutInMinutes: 9,
    queuedTimeoutInMinutes: 8,
    encryptionKey: 'key',
    cache: { type: 'LOCAL' },
    logs: { groupName: 'g', streamName: 's/u' },
  });
});

it('replaces variables of the same name, and adds others', () => {
  const environmentVariablesOverride = [
    { name: 'B', value: 'other' },
    { name: 'C', value: '3' },
  ];
  expect(start({ environmentVariablesOverride }).environment.environmentVariables).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: 'other' },
    { name: 'C', value: '3' },
  ]);
});

it('has a link to its log that the console understands', () => {
  expect(start().logs).toEqual({
    groupName: '/aws/codebuild/p',
    streamName: 'u',
    cloudWatchLogsArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codebuild/p:log-stream:u',
    deepLink:
      'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Fp/log-events/u',
  });
});

it('has no source version where neither the project nor the request has one', () => {
  const { sourceVersion: _version, ...without } = project;
  expect(start({}, without)).not.toHaveProperty('sourceVersion');
});
