import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const program = resolve(__dirname, '../../dist/docker-builder.js');

/** What a run of `docker-builder` ended with. */
export interface CommandResult {
  exitCode: number;
  /** What it printed for a person. */
  messages: string;
  status?: string;
  outputs: Record<string, string>;
}

/** Runs `docker-builder` as a user does, with `--json` for its result. */
export type DockerBuilder = (...words: string[]) => Promise<CommandResult>;

/** An abort interrupts the command that runs, as Ctrl-C does. */
export const dockerBuilder =
  (env: NodeJS.ProcessEnv, signal: AbortSignal): DockerBuilder =>
  async (...words) => {
    signal.throwIfAborted();
    const child = spawn(process.execPath, [program, ...words, '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const interrupt = () => child.kill('SIGINT');
    signal.addEventListener('abort', interrupt);
    try {
      const [stdout, messages, exitCode] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        exitOf(child),
      ]);
      signal.throwIfAborted();
      return { outputs: {}, ...resultIn(stdout), exitCode, messages: messages.trim() };
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  };

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code) => done(code ?? 1));
  });

/** The result record: the last line. */
function resultIn(stdout: string): Partial<CommandResult> {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return last.startsWith('{"type":"result"') ? (JSON.parse(last) as Partial<CommandResult>) : {};
}
