import { join } from 'node:path';
import type { Credentials } from '../service/credentials';
import type { BuildRecord } from './records';

export interface EnvironmentInput {
  endpoint: string;
  region: string;
  /** The service role's session. */
  credentials: Credentials;
  /** Folders in which a build finds its tools, before the system's. */
  tools: string[];
  scratch: string;
  /** Those of the buildspec and the project. */
  variables: Record<string, string>;
}

/** The folder below `scratch` that the source is unpacked into. */
export const SOURCE_FOLDER = 'src';

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The environment of a build's commands: CodeBuild's own variables, then the project's. Nothing of the user's own. */
export function buildEnvironment(record: BuildRecord, input: EnvironmentInput): Record<string, string> {
  const { endpoint, region, credentials, tools, scratch, variables } = input;
  return {
    PATH: [...tools, ...SYSTEM_PATH].join(':'),
    HOME: scratch,
    LANG: 'C.UTF-8',
    DOCKER_CONFIG: join(scratch, 'docker'),
    ...(process.env.DOCKER_HOST === undefined ? {} : { DOCKER_HOST: process.env.DOCKER_HOST }),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
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
    CODEBUILD_SRC_DIR: join(scratch, SOURCE_FOLDER),
    CODEBUILD_START_TIME: String(Math.round(record.startTime * 1000)),
    ...variables,
  };
}
