import { CommandFailure, ExitCode } from '../exit-code';

/** Signals that end the command, with its exit code. An operation that CloudFormation has begun continues. */
const SIGNALS = {
  SIGINT: { exitCode: ExitCode.interrupted, message: 'interrupted' },
  SIGTERM: { exitCode: ExitCode.terminated, message: 'terminated' },
  SIGHUP: { exitCode: ExitCode.hangup, message: 'hung up' },
} as const;

/** How long work that was aborted may take to clean up behind itself. */
const GRACE = 3_000;

/** The failure of a command that a signal, or the reader of its output, has ended. */
class Interrupted extends CommandFailure {}

/**
 * Does the work until it ends or the user ends it: the signal aborts, what does not listen to it is left behind after a
 * moment, and a second signal ends the process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  const end = (failure: Interrupted) => {
    if (controller.signal.aborted) process.exit(failure.exitCode);
    controller.abort(failure);
  };
  const handlers = Object.entries(SIGNALS).map(([name, { exitCode, message }]) => ({
    name,
    handle: () => end(new Interrupted(exitCode, message)),
  }));
  const closed = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    end(new Interrupted(ExitCode.closedPipe, ''));
  };
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
