/** What the exit code of every command says; documented in `docker-builder --help`. */
export const ExitCode = {
  ok: 0,
  /** The stack did not reach the state that was asked for; its cause was printed. */
  stackFailed: 1,
  /** What the user gave is wrong: an option, the template, a folder, a stack that does not exist. */
  badInput: 2,
  /** What the command stands on is missing: credentials, Region, rights, bucket, network, local engine. */
  notReady: 3,
  /** Interrupted by the user; whatever had been started goes on without the command. */
  interrupted: 4,
  /** A fault of docker-builder itself. */
  internal: 70,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The part of `--help` that explains the codes. */
export const exitCodeHelp = `Exit codes:
  0   done, also when there was nothing to do
  1   the stack failed; the cause stands first in the message
  2   wrong option, template or folder; nothing was deployed
  3   something is missing: credentials, Region, permission, bucket, network, local engine
  4   interrupted; a deployment that had begun goes on
  70  a fault of docker-builder itself`;

/** An error with a message for the user (lower-case sentences) and the exit code that it means. */
export class CommandFailure extends Error {
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
