import { explain } from '../aws/explain';
import { CommandFailure, ExitCode } from '../exit-code';

/** Signals that end the command, with its exit code. An operation that CloudFormation has begun continues. */
const SIGNALS = {
  SIGINT: { exitCode: ExitCode.interrupted, message: 'interrupted' },
  SIGTERM: { exitCode: ExitCode.terminated, message: 'terminated' },
  SIGHUP: { exitCode: ExitCode.hangup, message: 'hung up' },
} as const;

/** How long work that was aborted may take to clean up behind itself. */
const GRACE = 3_000;

/** The failure of a command that can't write: its reader has gone, as `head` does, or there is no room. */
export function outputFailure(error: NodeJS.ErrnoException): CommandFailure {
  if (error.code === 'EPIPE') return new CommandFailure(ExitCode.closedPipe, '');
  return new CommandFailure(ExitCode.notReady, `can't write the output: ${explain(error).message}`);
}

/**
 * Does the work until it ends or the user ends it: the signal aborts, what does not listen to it is left behind after a
 * moment, and a second signal ends the process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  const end = (failure: CommandFailure) => {
    if (controller.signal.aborted) process.exit(failure.exitCode);
    controller.abort(failure);
  };
  const handlers = Object.entries(SIGNALS).map(([name, { exitCode, message }]) => ({
    name,
    handle: () => end(new CommandFailure(exitCode, message)),
  }));
  const closed = (error: NodeJS.ErrnoException) => end(outputFailure(error));
  for (const { name, handle } of handlers) process.on(name, handle);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', closed);
  const working = work(controller.signal);
  try {
    return await Promise.race([working, aborted]);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    await Promise.race([
      working.catch(() => undefined),
      new Promise((done) => setTimeout(done, GRACE).unref()),
    ]);
    throw controller.signal.reason;
  } finally {
    for (const { name, handle } of handlers) process.removeListener(name, handle);
    for (const stream of [process.stdout, process.stderr]) stream.removeListener('error', closed);
  }
}
