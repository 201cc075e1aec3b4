import { arnOf } from '../service/arn';
import type { Caller } from '../service/service';
import type { BuildRecord, Environment, ProjectRecord, Source, StartBuild, Variable } from './records';

export interface NewBuild {
  uuid: string;
  buildNumber: number;
  now: number;
  caller: Caller;
}

/** A build's record at its start: its project with the overrides of the request. */
export function newBuild(
  project: ProjectRecord,
  input: StartBuild,
  { uuid, buildNumber, now, caller }: NewBuild,
): BuildRecord {
  const id = `${project.name}:${uuid}`;
  const version = input.sourceVersion ?? project.sourceVersion;
  return {
    id,
    arn: arnOf('codebuild', `build/${id}`, caller),
    buildNumber,
    startTime: now,
    currentPhase: 'QUEUED',
    buildStatus: 'IN_PROGRESS',
    ...(version !== undefined && { sourceVersion: version, resolvedSourceVersion: version }),
    projectName: project.name,
    phases: [
      {
        phaseType: 'SUBMITTED',
        phaseStatus: 'SUCCEEDED',
        startTime: now,
        endTime: now,
        durationInSeconds: 0,
      },
    ],
    source: overrideSource(project.source, input),
    artifacts: { location: '' },
    cache: input.cacheOverride ?? project.cache,
    environment: overrideEnvironment(project.environment, input),
    ...(project.vpcConfig !== undefined && { vpcConfig: project.vpcConfig }),
    serviceRole: input.serviceRoleOverride ?? project.serviceRole,
    logs: logsOf(project, input, uuid, caller),
    timeoutInMinutes: input.timeoutInMinutesOverride ?? project.timeoutInMinutes,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride ?? project.queuedTimeoutInMinutes,
    buildComplete: false,
    initiator: 'local',
    encryptionKey: input.encryptionKeyOverride ?? project.encryptionKey,
  };
}

const overrideSource = (source: Source, input: StartBuild): Source => ({
  ...source,
  type: input.sourceTypeOverride ?? source.type,
  location: input.sourceLocationOverride ?? source.location,
  buildspec: input.buildspecOverride ?? source.buildspec,
});

const overrideEnvironment = (environment: Environment, input: StartBuild): Environment => ({
  ...environment,
  type: input.environmentTypeOverride ?? environment.type,
  image: input.imageOverride ?? environment.image,
  computeType: input.computeTypeOverride ?? environment.computeType,
  privilegedMode: input.privilegedModeOverride ?? environment.privilegedMode,
  imagePullCredentialsType: input.imagePullCredentialsTypeOverride ?? environment.imagePullCredentialsType,
  environmentVariables: mergeVariables(
    environment.environmentVariables ?? [],
    input.environmentVariablesOverride ?? [],
  ),
});

const mergeVariables = (own: Variable[], overrides: Variable[]): Variable[] => [
  ...own.filter(({ name }) => !overrides.some((other) => other.name === name)),
  ...overrides,
];

function logsOf(
  project: ProjectRecord,
  input: StartBuild,
  uuid: string,
  caller: Caller,
): BuildRecord['logs'] {
  const configured = (input.logsConfigOverride ?? project.logsConfig)?.cloudWatchLogs;
  const groupName = configured?.groupName ?? `/aws/codebuild/${project.name}`;
  const streamName = configured?.streamName ? `${configured.streamName}/${uuid}` : uuid;
  // The console encodes twice and writes % as $.
  const group = encodeURIComponent(encodeURIComponent(groupName)).replaceAll('%', '$');
  const console = `https://console.aws.amazon.com/cloudwatch/home?region=${caller.region}`;
  return {
    groupName,
    streamName,
    deepLink: `${console}#logsV2:log-groups/log-group/${group}/log-events/${streamName}`,
    cloudWatchLogsArn: arnOf('logs', `log-group:${groupName}:log-stream:${streamName}`, caller),
  };
}
