import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../engine/endpoint';
import type { Caller } from '../service/service';
import { BuildLog } from './build-log';
import { type Buildspec, PHASES, type PhaseSpec, readBuildspec } from './buildspec';
import { ownDockerConfig } from './docker-config';
import { environmentOf } from './environment';
import { type BuildRecord, type BuildStatus, seconds } from './records';
import { runCommand, type ShellState } from './shell';
import { unzipInto } from './source';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface BuildWorld {
  endpoint: string;
  /** Folders that a build finds its tools in, before the system's. */
  tools: string[];
  credentials(roleArn: string | undefined, region: string): Promise<Credentials>;
}

/** A failure that a phase's context tells. */
class PhaseFailure extends Error {
  constructor(
    readonly statusCode: string,
    message: string,
  ) {
    super(message);
  }
}

interface Running {
  record: BuildRecord;
  signal: AbortSignal;
  log: BuildLog;
  folder: string;
  scratch: string;
  state: ShellState;
  spec: Buildspec;
}

/** Runs a build to its end; its record says how it went. Never throws. */
export async function runBuild(
  record: BuildRecord,
  stop: AbortSignal,
  caller: Caller,
  world: BuildWorld,
): Promise<void> {
  const timeout = AbortSignal.timeout(record.timeoutInMinutes * 60_000);
  const signal = AbortSignal.any([stop, timeout]);
  const scratch = mkdtempSync(join(tmpdir(), 'codebuild-'));
  const config = {
    endpoint: world.endpoint,
    region: caller.region,
    credentials: ROOT_KEYS,
  };
  const log = new BuildLog(new CloudWatchLogs(config), record.logs.groupName, record.logs.streamName);
  let status: BuildStatus = 'FAILED';
  try {
    const running = await provision(record, signal, log, scratch, caller, world);
    await phase(record, log, 'DOWNLOAD_SOURCE', () =>
      download(running, new S3({ ...config, forcePathStyle: true })),
    );
    status = await runPhases(running);
    exportVariables(running);
  } catch {
    // The phase's context says why.
  }
  if (stop.aborted) status = 'STOPPED';
  else if (timeout.aborted) status = 'TIMED_OUT';
  const now = seconds();
  record.phases.push({
    phaseType: 'FINALIZING',
    phaseStatus: 'SUCCEEDED',
    startTime: now,
    endTime: now,
    durationInSeconds: 0,
  });
  await log.end();
  rmSync(scratch, { recursive: true, force: true });
  record.phases.push({ phaseType: 'COMPLETED', startTime: seconds() });
  Object.assign(record, {
    endTime: seconds(),
    currentPhase: 'COMPLETED',
    buildStatus: status,
    buildComplete: true,
  });
}

/** Opens a phase, runs what it does, closes it with its status and its context. */
async function phase(
  record: BuildRecord,
  log: BuildLog,
  type: string,
  act: () => Promise<void>,
): Promise<void> {
  const entry: BuildRecord['phases'][number] = { phaseType: type, startTime: seconds() };
  record.phases.push(entry);
  record.currentPhase = type;
  log.say(`Entering phase ${type}`);
  const close = (phaseStatus: string, statusCode: string, message: string) => {
    const endTime = seconds();
    Object.assign(entry, {
      phaseStatus,
      endTime,
      durationInSeconds: Math.round(endTime - entry.startTime),
      contexts: [{ statusCode, message }],
    });
    log.say(`Phase complete: ${type} State: ${phaseStatus}`);
    log.say(`Phase context status code: ${statusCode} Message: ${message}`);
  };
  try {
    await act();
    close('SUCCEEDED', '', '');
  } catch (error) {
    const { statusCode, message } =
      error instanceof PhaseFailure
        ? error
        : { statusCode: 'CLIENT_ERROR', message: (error as Error).message };
    close('FAILED', statusCode, message);
    throw error;
  }
}

async function provision(
  record: BuildRecord,
  signal: AbortSignal,
  log: BuildLog,
  scratch: string,
  caller: Caller,
  world: BuildWorld,
): Promise<Running> {
  let running: Running | undefined;
  await phase(record, log, 'PROVISIONING', async () => {
    log.say(
      `Waiting for agent ping; this build runs on your own machine, in ${record.environment.type}'s place`,
    );
    const spec = readBuildspec(record.source.buildspec ?? '');
    const folder = join(scratch, 'src');
    mkdirSync(folder);
    ownDockerConfig(join(scratch, 'docker'));
    const env = await environmentOf(record, spec, { caller, world, scratch, folder, log });
    running = { record, signal, log, folder, scratch, state: { env, folder }, spec };
  });
  return running as Running;
}

async function download({ record, folder, log }: Running, s3: S3): Promise<void> {
  const { type, location = '' } = record.source;
  if (type === 'NO_SOURCE') return;
  if (type !== 'S3')
    throw new PhaseFailure(
      'INVALID_INPUT',
      `this endpoint downloads sources of the types S3 and NO_SOURCE, not ${type}`,
    );
  const slash = location.indexOf('/');
  const [Bucket, Key] = [location.slice(0, slash), location.slice(slash + 1)];
  log.say(`Downloading source from s3://${location}`);
  const answer = await s3
    .getObject({ Bucket, Key, VersionId: record.sourceVersion })
    .catch((error: Error) => {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `${error.name}: ${error.message} for primary source and source version ${record.sourceVersion ?? ''}`,
      );
    });
  await unzipInto(await buffer(answer.Body as Readable), folder);
}

/** The phases of the buildspec. A failed one ends the build, but a failed build phase lets post_build run, unless it aborts. */
async function runPhases(running: Running): Promise<BuildStatus> {
  let succeeding = true;
  for (const name of PHASES) {
    const spec = running.spec.phases[name];
    if (running.signal.aborted) return 'STOPPED';
    if (!succeeding && name !== 'post_build') continue;
    running.state.env.CODEBUILD_BUILD_SUCCEEDING = succeeding ? '1' : '0';
    try {
      await phase(running.record, running.log, name.toUpperCase(), () => runPhase(running, spec));
    } catch {
      succeeding = false;
      if (name !== 'build' || spec?.onFailure === 'ABORT') return 'FAILED';
    }
  }
  const now = seconds();
  running.record.phases.push({
    phaseType: 'UPLOAD_ARTIFACTS',
    phaseStatus: 'SUCCEEDED',
    startTime: now,
    endTime: now,
    durationInSeconds: 0,
  });
  return succeeding ? 'SUCCEEDED' : 'FAILED';
}

async function runPhase(running: Running, spec: PhaseSpec | undefined): Promise<void> {
  try {
    for (const command of spec?.commands ?? []) await run(running, command);
  } finally {
    for (const command of spec?.finally ?? []) await run(running, command);
  }
}

async function run({ state, spec, scratch, log, signal }: Running, command: string): Promise<void> {
  log.say(`Running command ${command}`);
  const code = await runCommand(command, state, {
    shell: spec.shell,
    scratch,
    signal,
    output: (text) => log.write(text),
  });
  if (signal.aborted) throw new PhaseFailure('BUILD_STOPPED', 'the build was stopped');
  if (code === 0) return;
  log.say(`Command did not exit successfully ${command} exit status ${code}`);
  throw new PhaseFailure(
    'COMMAND_EXECUTION_ERROR',
    `Error while executing command: ${command}. Reason: exit status ${code}`,
  );
}

function exportVariables({ record, spec, state }: Running): void {
  const exported = spec.exported.flatMap((name) =>
    state.env[name] === undefined ? [] : [{ name, value: state.env[name] as string }],
  );
  record.exportedEnvironmentVariables = exported;
}
