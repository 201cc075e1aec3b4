import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What carries on from one command of a build to the next: exported variables and the folder, nothing else. */
export interface ShellState {
  env: Record<string, string>;
  folder: string;
}

export interface ShellOptions {
  shell: 'bash' | 'sh';
  /** Where the state of the shell is written at its end. */
  scratch: string;
  output(text: string): void;
  /** Aborting it ends the command with everything that it started. */
  signal: AbortSignal;
}

/** Written by the shell at its end, whatever the command did: `env -0` is exact for any value. */
const SAVE = `trap 'docker_builder_status=$?; env -0 >"$CODEBUILD_STATE/env"; pwd >"$CODEBUILD_STATE/folder"; exit $docker_builder_status' EXIT`;

/** Runs one command in a shell of its own; its exit code (128 + the signal where one ended it). */
export async function runCommand(command: string, state: ShellState, options: ShellOptions): Promise<number> {
  const saved = mkdtempSync(join(options.scratch, 'state-'));
  // A group of its own, so that a stop ends the command's children too.
  const child = spawn(options.shell, ['-c', `${SAVE}\n${command}`], {
    cwd: state.folder,
    env: { ...state.env, CODEBUILD_STATE: saved },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  child.stdout.on('data', (chunk: Buffer) => options.output(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => options.output(chunk.toString('utf8')));
  const code = await new Promise<number>((done) => {
    child.on('error', (error) => {
      options.output(`${error.message}\n`);
      done(127);
    });
    // 'exit', not 'close': a background process that keeps the pipes does not keep the build.
    child.on('exit', (status) => setTimeout(() => done(status ?? 137), 20));
  });
  options.signal.removeEventListener('abort', stop);
  restore(state, saved);
  rmSync(saved, { recursive: true, force: true });
  return code;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}

/** Variables that belong to one shell alone. */
const SHELL_OWN = ['CODEBUILD_STATE', 'docker_builder_status', '_', 'SHLVL', 'PWD', 'OLDPWD'];

function restore(state: ShellState, saved: string): void {
  const text = (name: string): string | undefined => {
    try {
      return readFileSync(join(saved, name), 'utf8');
    } catch {
      // A killed shell writes nothing: its state is lost, as on CodeBuild.
      return undefined;
    }
  };
  const env = text('env');
  if (env !== undefined) {
    const pairs = env
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    state.env = Object.fromEntries(pairs.filter(([name]) => !SHELL_OWN.includes(name as string)));
  }
  state.folder = text('folder')?.replace(/\n$/, '') || state.folder;
}
