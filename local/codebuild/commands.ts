import type { BuildLog } from './build-log';
import { type Buildspec, PHASES, type PhaseSpec } from './buildspec';
import { PhaseFailure, runPhase, skipPhase } from './phases';
import type { BuildRecord, BuildStatus } from './records';
import { runCommand, type ShellState } from './shell';

/** A provisioned build. */
export interface ProvisionedBuild {
  record: BuildRecord;
  log: BuildLog;
  /** Aborted when the build is stopped or takes too long. */
  signal: AbortSignal;
  /** Where the shells keep their state between commands. */
  scratch: string;
  state: ShellState;
  spec: Buildspec;
}

/** Runs the buildspec's phases. After a failed build phase post_build still runs, unless the phase aborts the build. */
export async function runBuildspec(build: ProvisionedBuild): Promise<BuildStatus> {
  let succeeding = true;
  for (const name of PHASES) {
    const spec = build.spec.phases[name];
    if (build.signal.aborted) return 'STOPPED';
    if (!succeeding && name !== 'post_build') continue;
    build.state.env.CODEBUILD_BUILD_SUCCEEDING = succeeding ? '1' : '0';
    try {
      await runPhase(build.record, build.log, name.toUpperCase(), () => runCommands(build, spec));
    } catch {
      succeeding = false;
      if (name !== 'build' || spec?.onFailure === 'ABORT') return 'FAILED';
    }
  }
  skipPhase(build.record, 'UPLOAD_ARTIFACTS');
  return succeeding ? 'SUCCEEDED' : 'FAILED';
}

async function runCommands(build: ProvisionedBuild, spec: PhaseSpec | undefined): Promise<void> {
  try {
    for (const command of spec?.commands ?? []) await run(build, command);
  } finally {
    for (const command of spec?.finally ?? []) await run(build, command);
  }
}

async function run({ state, spec, scratch, log, signal }: ProvisionedBuild, command: string): Promise<void> {
  log.report(`Running command ${command}`);
  const code = await runCommand(command, state, {
    shell: spec.shell,
    scratch,
    signal,
    output: (text) => log.write(text),
  });
  if (signal.aborted) throw new PhaseFailure('BUILD_STOPPED', 'the build was stopped');
  if (code === 0) return;
  log.report(`Command did not exit successfully ${command} exit status ${code}`);
  throw new PhaseFailure(
    'COMMAND_EXECUTION_ERROR',
    `Error while executing command: ${command}. Reason: exit status ${code}`,
  );
}
