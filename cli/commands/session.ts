import type { Connection } from '../aws/connection';
import { explain } from '../aws/explain';
import { chooseDisplay } from '../display/choose';
import type { Display } from '../display/report';
import { CommandFailure, ExitCode } from '../exit-code';
import { Pace } from '../stack/pace';
import { interruptible } from './interruption';
import type { CommonOptions } from './options';
import { printRecord } from './outcome';

/** What a command works with. */
export interface Session {
  display: Display;
  /** Aborted when the user ends the command. */
  signal: AbortSignal;
  step(message: string): void;
  pace(connection: Connection): Pace;
  /**
   * From here on something continues without the command: `message` says what, and how to follow it. Undefined: from here
   * on nothing does.
   */
  leaveRunning(message: string | undefined): void;
}

/**
 * Runs a command to its end: with its display, until a signal, and with `--json` to the one result record that comes
 * last. `act` returns the members of the record; a failure is recorded where it is reported.
 */
export async function runCommand(
  options: Pick<CommonOptions, 'json'>,
  act: (session: Session) => Promise<object>,
  output: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  let rest: string | undefined;
  const display = chooseDisplay(options.json ?? false, output);
  try {
    const result = await interruptible((signal) =>
      act({
        display,
        signal,
        step: (message) => display.show({ type: 'step', message }),
        pace: ({ ownEndpoint }) =>
          new Pace({
            ownEndpoint,
            signal,
            onOutage: (message) => display.show({ type: 'warning', message }),
          }),
        leaveRunning: (message) => {
          rest = message;
        },
      }),
    );
    display.close();
    if (options.json) printRecord({ ok: true, exitCode: ExitCode.ok, ...result });
  } catch (error) {
    display.close();
    throw rest === undefined ? error : withRest(explain(error), rest);
  }
}

/** A command that ends before the stack does says how to follow the stack. */
function withRest(failure: CommandFailure, rest: string): CommandFailure {
  if (failure.exitCode === ExitCode.stackFailed || failure.exitCode === ExitCode.closedPipe) return failure;
  return new CommandFailure(failure.exitCode, `${failure.message}; ${rest}`, { cause: failure });
}
