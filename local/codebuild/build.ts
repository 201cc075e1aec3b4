import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import type { Credentials } from '../service/credentials';
import type { Caller } from '../service/service';
import { removeFolder } from '../unzip/remove-folder';
import { BuildLog } from './build-log';
import { readBuildspec } from './buildspec';
import { type ProvisionedBuild, runBuildspec } from './commands';
import { writeDockerConfig } from './docker-config';
import { buildEnvironment, SOURCE_FOLDER } from './environment';
import { attachNetwork } from './network';
import { complete, PhaseFailure, runPhase, skipPhase } from './phases';
import type { BuildPlatform } from './platform';
import type { BuildRecord, BuildStatus } from './records';
import { serviceRoleSession } from './service-role';
import { downloadSource } from './source';
import { resolveVariables } from './variables';

/** What a build runs with: as on AWS, everything uses the service role's session. */
interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

interface ProvisionedSession extends Session {
  /** Gives the network interface back. */
  detach(): Promise<void>;
}

/** What every step of a build is given. */
interface Run {
  record: BuildRecord;
  log: BuildLog;
  /** Aborted when the build is stopped or takes too long. */
  signal: AbortSignal;
  scratch: string;
  caller: Caller;
  platform: BuildPlatform;
}

/** Runs a build to its end; its record has the outcome. Never throws. */
export async function runBuild(
  record: BuildRecord,
  stop: AbortSignal,
  caller: Caller,
  platform: BuildPlatform,
): Promise<void> {
  const timeout = AbortSignal.timeout(record.timeoutInMinutes * 60_000);
  const signal = AbortSignal.any([stop, timeout]);
  const scratch = mkdtempSync(join(tmpdir(), 'codebuild-'));
  const log = new BuildLog(record.logs.groupName, record.logs.streamName);
  let status: BuildStatus = 'FAILED';
  let detach = async () => {};
  try {
    const session = await runPhase(record, log, 'PROVISIONING', () =>
      provision({ record, log, signal, scratch, caller, platform }),
    );
    detach = session.detach;
    const s3 = new S3({ ...session, forcePathStyle: true });
    const build = await runPhase(record, log, 'DOWNLOAD_SOURCE', async () => {
      await downloadSource(record, s3, { scratch, log });
      return prepare({ record, log, signal, scratch, caller, platform }, session);
    });
    status = await runBuildspec(build);
    record.exportedEnvironmentVariables = exportedVariables(build);
  } catch {
    // The failed phase's context has the reason.
  }
  if (stop.aborted) status = 'STOPPED';
  else if (timeout.aborted) status = 'TIMED_OUT';
  await detach();
  skipPhase(record, 'FINALIZING');
  await log.end();
  removeFolder(scratch);
  complete(record, status);
}

async function provision({ record, log, caller, platform }: Run): Promise<ProvisionedSession> {
  const credentials = await serviceRoleSession(platform, record.serviceRole, record.projectName, caller);
  const session = { endpoint: platform.endpoint, region: caller.region, credentials };
  await openLog(record, log, session);
  reportMachine(record, log);
  const detach = await attachNetwork(record.vpcConfig, session).catch((error: Error) => {
    throw new PhaseFailure('VPC_CLIENT_ERROR', error.message);
  });
  return { ...session, detach };
}

/** After the source is there, CodeBuild reads the buildspec and fills the variables. */
async function prepare(
  { record, log, signal, scratch, platform }: Run,
  session: Session,
): Promise<ProvisionedBuild> {
  const spec = readBuildspec(record.source.buildspec ?? '');
  writeDockerConfig(join(scratch, 'docker'));
  const variables = await resolveVariables(record, spec, session, (value) => log.mask(value));
  const env = buildEnvironment(record, { ...session, tools: platform.tools, scratch, variables });
  const state = { env, folder: join(scratch, SOURCE_FOLDER) };
  return { record, log, signal, scratch, state, spec };
}

async function openLog(record: BuildRecord, log: BuildLog, session: Session): Promise<void> {
  await log.open(new CloudWatchLogs(session)).catch((error: Error) => {
    throw new PhaseFailure(
      'ACCESS_DENIED',
      `Service role ${record.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${record.arn}. Error message: ${error.message}`,
    );
  });
}

function reportMachine({ environment, vpcConfig }: BuildRecord, log: BuildLog): void {
  log.report(`Waiting for agent ping; this build runs on your machine instead of a ${environment.type}`);
  if (vpcConfig?.vpcId) log.report(`The build uses your machine's network instead of ${vpcConfig.vpcId}`);
  if (!environment.image.startsWith('aws/codebuild/'))
    log.report(`The image ${environment.image} is ignored: the build uses the tools of your machine`);
  const emulated = environment.type === 'ARM_CONTAINER' ? 'arm64' : 'x64';
  if (emulated !== process.arch)
    log.report(
      `Your machine is ${process.arch}: RUN works only if it emulates ${emulated} ("exec format error" otherwise); FROM, COPY and ADD work`,
    );
}

const exportedVariables = ({ spec, state }: ProvisionedBuild): { name: string; value: string }[] =>
  spec.exported.flatMap((name) => {
    const value = state.env[name];
    return value === undefined ? [] : [{ name, value }];
  });
