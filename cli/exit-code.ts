/** The meaning of every exit code; documented in `docker-builder --help`. */
export const ExitCode = {
  ok: 0,
  /** The stack did not reach the requested state; the cause was printed. */
  stackFailed: 1,
  /** The input is wrong: an option, the template, a folder, a stack that does not exist. */
  badInput: 2,
  /** A prerequisite is missing: credentials, Region, permission, bucket, network, local engine. */
  notReady: 3,
  /** A bug in docker-builder. */
  internal: 70,
  // 128 plus the signal's number, as shells report a process that a signal ended.
  hangup: 129,
  interrupted: 130,
  closedPipe: 141,
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The part of `--help` that explains the codes. */
export const exitCodeHelp = `Exit codes:
  0    success, including when there was nothing to do
  1    the stack failed; the cause is the first line of the message
  2    an option, the template or a folder is wrong; nothing was deployed
  3    a prerequisite is missing: credentials, Region, permission, bucket, network, local engine
  70   a bug in docker-builder
  129  hung up (SIGHUP), 130 interrupted (Ctrl-C), 143 terminated (SIGTERM);
       a deployment already in progress continues
  141  the reader of the output closed the pipe`;

/** An error with a message for the user (lower-case sentences) and its exit code. */
export class CommandFailure extends Error {
  /** What the result record of `--json` says in addition. */
  readonly members: object = {};

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}

export const badInput = (message: string) => new CommandFailure(ExitCode.badInput, message);
export const notReady = (message: string) => new CommandFailure(ExitCode.notReady, message);
