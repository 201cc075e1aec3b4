import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  type Build as BuildAnswer,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectCommandInput,
  DeleteProjectCommand,
  type EnvironmentVariable,
  type ImagePullCredentialsType,
  ListBuildsForProjectCommand,
  ListProjectsCommand,
  type Project as ProjectAnswer,
  StartBuildCommand,
  StopBuildCommand,
  UpdateProjectCommand,
  type VpcConfig,
} from '@aws-sdk/client-codebuild';
import {
  type Build,
  type CodeBuildPort,
  IMAGE_TAG,
  type Machine,
  PLATFORM,
  PROPERTIES_HASH,
  type Project,
  type ProjectDefinition,
  type Vpc,
} from '../ports/codebuild';
import { callsUntil, present } from './call';
import { clientConfig, type Session } from './session';

export function codeBuildPort(session: Session): CodeBuildPort {
  const client = new CodeBuildClient(clientConfig(session));
  const { attempt, must } = callsUntil(session.end);
  const gone = ['ResourceNotFoundException'];
  const builds = async (ids: string[]) => {
    const answer = await must('codebuild:BatchGetBuilds', (options) =>
      client.send(new BatchGetBuildsCommand({ ids }), options),
    );
    return (answer.builds ?? []).map(buildOf);
  };
  const projects = async (names: string[]) => {
    const answer = await must('codebuild:BatchGetProjects', (options) =>
      client.send(new BatchGetProjectsCommand({ names }), options),
    );
    return (answer.projects ?? []).map(projectOf);
  };
  return {
    async createProject(definition) {
      const input = projectInput(definition);
      await must('codebuild:CreateProject', (options) =>
        client.send(new CreateProjectCommand(input), options),
      );
    },
    async updateProject(definition) {
      const input = projectInput(definition);
      // Without it the project would keep its VPC.
      input.vpcConfig ??= {};
      await must('codebuild:UpdateProject', (options) =>
        client.send(new UpdateProjectCommand(input), options),
      );
    },
    async project(name) {
      return (await projects([name]))[0];
    },
    projects,
    async projectNames(nextToken) {
      const page = await must('codebuild:ListProjects', (options) =>
        client.send(new ListProjectsCommand({ sortBy: 'NAME', sortOrder: 'ASCENDING', nextToken }), options),
      );
      return { names: page.projects ?? [], nextToken: page.nextToken };
    },
    async deleteProject(name) {
      await attempt(
        'codebuild:DeleteProject',
        (options) => client.send(new DeleteProjectCommand({ name }), options),
        gone,
      );
    },
    async startBuild({ project, idempotencyToken, sourceVersion, machine, variables }) {
      const command = new StartBuildCommand({
        projectName: project,
        idempotencyToken,
        sourceVersion,
        ...(machine && {
          environmentTypeOverride: machine.type,
          imageOverride: machine.image,
          imagePullCredentialsTypeOverride: pullCredentials(machine),
        }),
        environmentVariablesOverride: plainVariables(variables),
      });
      const { build } = await must('codebuild:StartBuild', (options) => client.send(command, options));
      return buildOf(present('codebuild:StartBuild', 'build', build));
    },
    async stopBuild(id) {
      // A build that has just ended can't be stopped, and need not be.
      const ended = ['InvalidInputException', ...gone];
      await attempt(
        'codebuild:StopBuild',
        (options) => client.send(new StopBuildCommand({ id }), options),
        ended,
      );
    },
    async build(id) {
      return (await builds([id]))[0];
    },
    async newestBuilds(project) {
      const command = new ListBuildsForProjectCommand({ projectName: project, sortOrder: 'DESCENDING' });
      const page = await attempt(
        'codebuild:ListBuildsForProject',
        (options) => client.send(command, options),
        gone,
      );
      const ids = (page?.ids ?? []).slice(0, 20);
      // BatchGetBuilds promises no order.
      return ids.length === 0 ? [] : (await builds(ids)).sort((a, b) => b.startedAt - a.startedAt);
    },
  };
}

const plainVariables = (variables: Record<string, string>): EnvironmentVariable[] =>
  Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));

const secretVariables = (secrets: Record<string, string>): EnvironmentVariable[] =>
  Object.entries(secrets).map(([name, value]) => ({ name, value, type: SECRET }));

const SECRET = 'SECRETS_MANAGER';

const valuesOf = (variables: EnvironmentVariable[]): Record<string, string> =>
  Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value]));

const variablesOf = (variables: EnvironmentVariable[] = []): Record<string, string> =>
  valuesOf(variables.filter(({ type }) => type !== SECRET));

const secretsOf = (variables: EnvironmentVariable[] = []): Record<string, string> =>
  valuesOf(variables.filter(({ type }) => type === SECRET));

/** CodeBuild has credentials for its own images only (CreateProject, imagePullCredentialsType). */
const pullCredentials = ({ image }: Machine): ImagePullCredentialsType =>
  image.startsWith('aws/codebuild/') ? 'CODEBUILD' : 'SERVICE_ROLE';

const projectInput = (definition: ProjectDefinition): CreateProjectCommandInput => ({
  name: definition.name,
  description: definition.description,
  source: {
    ...(definition.sourceLocation === undefined
      ? { type: 'NO_SOURCE' }
      : { type: 'S3', location: definition.sourceLocation }),
    buildspec: definition.buildspec,
  },
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: {
    ...definition.machine,
    computeType: definition.computeType,
    imagePullCredentialsType: pullCredentials(definition.machine),
    privilegedMode: true,
    environmentVariables: [...plainVariables(definition.variables), ...secretVariables(definition.secrets)],
  },
  ...(definition.vpc && {
    vpcConfig: {
      vpcId: definition.vpc.id,
      subnets: definition.vpc.subnets,
      securityGroupIds: definition.vpc.securityGroups,
    },
  }),
  serviceRole: definition.roleArn,
  timeoutInMinutes: definition.timeoutInMinutes,
  queuedTimeoutInMinutes: definition.queuedTimeoutInMinutes,
  logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: definition.logGroup } },
  tags: Object.entries(definition.tags).map(([key, value]) => ({ key, value })),
});

function projectOf({ name, arn, source, environment, ...answer }: ProjectAnswer): Project {
  return {
    name: present('codebuild:BatchGetProjects', 'name', name),
    arn: present('codebuild:BatchGetProjects', 'arn', arn),
    sourceLocation: source?.type === 'NO_SOURCE' ? undefined : source?.location,
    buildspec: source?.buildspec ?? '',
    machine: { type: environment?.type ?? '', image: environment?.image ?? '' },
    computeType: environment?.computeType ?? '',
    variables: variablesOf(environment?.environmentVariables),
    secrets: secretsOf(environment?.environmentVariables),
    vpc: vpcOf(answer.vpcConfig),
    logGroup: answer.logsConfig?.cloudWatchLogs?.groupName,
    roleArn: answer.serviceRole ?? '',
    timeoutInMinutes: answer.timeoutInMinutes ?? 60,
    tags: Object.fromEntries((answer.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  };
}

/** A VPC that was removed is an empty one. */
const vpcOf = ({ vpcId, subnets = [], securityGroupIds = [] }: VpcConfig = {}): Vpc | undefined =>
  vpcId ? { id: vpcId, subnets, securityGroups: securityGroupIds } : undefined;

function buildOf({ id, environment, logs = {}, ...answer }: BuildAnswer): Build {
  const { groupName: group, streamName: stream } = logs;
  const variables = variablesOf(environment?.environmentVariables);
  return {
    id: present('codebuild:BatchGetBuilds', 'id', id),
    status: answer.buildStatus ?? 'IN_PROGRESS',
    phase: answer.currentPhase ?? 'SUBMITTED',
    phases: (answer.phases ?? []).map(({ phaseType = '', phaseStatus, contexts = [] }) => ({
      phaseType,
      phaseStatus,
      contexts: contexts.map(({ statusCode, message }) => ({ statusCode, message })),
    })),
    imageTag: variables[IMAGE_TAG],
    platform: variables[PLATFORM],
    properties: variables[PROPERTIES_HASH],
    startedAt: answer.startTime?.getTime() ?? Date.now(),
    endedAt: answer.endTime?.getTime(),
    timeoutInMinutes: answer.timeoutInMinutes ?? 60,
    log: group === undefined || stream === undefined ? undefined : { group, stream },
    logLink: logs.deepLink,
  };
}
