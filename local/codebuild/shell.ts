import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** What one command of a build passes on to the next: exported variables and the folder, nothing else. */
export interface ShellState {
  env: Record<string, string>;
  folder: string;
}

export interface ShellOptions {
  shell: 'bash' | 'sh';
  /** The folder in which a shell saves its state when it ends. */
  scratch: string;
  output(text: string): void;
  /** Aborting it ends the command and everything it started. */
  signal: AbortSignal;
}

/** Saves the state when the shell ends, also when the command broke its PATH: `env -0` is exact for any value. */
const SAVE = `trap 'codebuild_status=$?; command -p env -0 >"$CODEBUILD_STATE/env"; pwd >"$CODEBUILD_STATE/folder"; exit $codebuild_status' EXIT`;

/** Runs one command in a new shell and returns its exit code (137 when it was killed). */
export async function runCommand(command: string, state: ShellState, options: ShellOptions): Promise<number> {
  const saved = mkdtempSync(join(options.scratch, 'state-'));
  // A new process group, so that a stop ends the command's children too.
  const child = spawn(pathOf(options.shell), ['-c', `${SAVE}\n${command}`], {
    // A command may have removed the folder that it left the next one in.
    cwd: existsSync(state.folder) ? state.folder : options.scratch,
    env: { ...state.env, CODEBUILD_STATE: saved },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  const flush = [child.stdout, child.stderr].map((stream) => forward(stream, options.output));
  const code = await new Promise<number>((done) => {
    child.on('error', (error) => {
      options.output(`${error.message}\n`);
      done(127);
    });
    // 'exit', not 'close': a background process that keeps the pipes open does not hold up the build.
    child.on('exit', (status) => setTimeout(() => done(status ?? 137), 20));
  });
  for (const act of flush) act();
  options.signal.removeEventListener('abort', stop);
  restore(state, saved);
  rmSync(saved, { recursive: true, force: true });
  return code;
}

/** Passes text on as it arrives; a character whose bytes arrive in two chunks stays whole. Returns what passes the rest on. */
function forward(stream: Readable, output: (text: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  const pass = (text: string) => {
    if (text !== '') output(text);
  };
  stream.on('data', (chunk: Buffer) => pass(decoder.write(chunk)));
  return () => pass(decoder.end());
}

/** The engine's own shell: a command may have broken the PATH of the commands after it. */
const pathOf = (shell: string): string =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, shell))
    .find(existsSync) ?? shell;

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended in the meantime.
  }
}

/** Variables of one shell that the next one sets itself. */
const SHELL_OWN = ['CODEBUILD_STATE', 'codebuild_status', '_', 'SHLVL', 'PWD', 'OLDPWD'];

function restore(state: ShellState, saved: string): void {
  const text = (name: string): string | undefined => {
    try {
      return readFileSync(join(saved, name), 'utf8');
    } catch {
      // A killed shell saves nothing: its state is lost, as on CodeBuild.
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
