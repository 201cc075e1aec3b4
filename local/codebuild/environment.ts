import { join } from 'node:path';
import type { Caller } from '../service/service';
import type { BuildLog } from './build-log';
import type { BuildWorld } from './build-run';
import type { Buildspec } from './buildspec';
import type { BuildRecord, Variable } from './records';
import { parameterValue, secretValue } from './stored-values';

interface Place {
  caller: Caller;
  world: BuildWorld;
  scratch: string;
  folder: string;
  log: BuildLog;
}

/** What a build's commands find in their environment: CodeBuild's own variables, the project's, the service role's session. */
export async function environmentOf(
  record: BuildRecord,
  spec: Buildspec,
  place: Place,
): Promise<Record<string, string>> {
  const { caller, world, scratch, folder } = place;
  const session = await world.credentials(record.serviceRole, caller.region);
  const values = await resolved(
    [...ofBuildspec(spec), ...(record.environment.environmentVariables ?? [])],
    session,
    place,
  );
  return {
    PATH: [
      ...world.tools,
      '/usr/local/sbin',
      '/usr/local/bin',
      '/usr/sbin',
      '/usr/bin',
      '/sbin',
      '/bin',
    ].join(':'),
    HOME: scratch,
    LANG: 'C.UTF-8',
    DOCKER_CONFIG: join(scratch, 'docker'),
    ...(process.env.DOCKER_HOST === undefined ? {} : { DOCKER_HOST: process.env.DOCKER_HOST }),
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: caller.region,
    AWS_DEFAULT_REGION: caller.region,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CODEBUILD_BUILD_ARN: record.arn,
    CODEBUILD_BUILD_ID: record.id,
    CODEBUILD_BUILD_NUMBER: String(record.buildNumber),
    CODEBUILD_BUILD_IMAGE: record.environment.image,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: record.initiator,
    CODEBUILD_LOG_PATH: record.logs.streamName,
    CODEBUILD_RESOLVED_SOURCE_VERSION: record.sourceVersion ?? '',
    CODEBUILD_SOURCE_VERSION: record.sourceVersion ?? '',
    CODEBUILD_SRC_DIR: folder,
    CODEBUILD_START_TIME: String(Math.round(record.startTime * 1000)),
    ...values,
  };
}

const ofBuildspec = (spec: Buildspec): Variable[] => {
  const typed = (values: Record<string, string>, type: NonNullable<Variable['type']>) =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  return [
    ...typed(spec.variables, 'PLAINTEXT'),
    ...typed(spec.parameters, 'PARAMETER_STORE'),
    ...typed(spec.secrets, 'SECRETS_MANAGER'),
  ];
};

async function resolved(
  variables: Variable[],
  session: Parameters<typeof secretValue>[1],
  { world, caller, log }: Place,
): Promise<Record<string, string>> {
  const where = { endpoint: world.endpoint, region: caller.region };
  const values = await Promise.all(
    variables.map(async ({ name, value, type }) => {
      if (type === undefined || type === 'PLAINTEXT') return [name, value] as const;
      const stored =
        type === 'SECRETS_MANAGER'
          ? await secretValue(value, session, where)
          : await parameterValue(value, session, where);
      log.mask(stored);
      return [name, stored] as const;
    }),
  );
  return Object.fromEntries(values);
}
