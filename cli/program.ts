import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { explain } from './aws/explain';
import { deleteCommand } from './commands/delete';
import { deployCommand } from './commands/deploy';
import { doctorCommand } from './commands/doctor';
import { eventsCommand } from './commands/events';
import { localCommand } from './commands/local';
import { logsCommand } from './commands/logs';
import { failureResult, printRecord } from './commands/outcome';
import { packageCommand } from './commands/package';
import { registerCommand } from './commands/register';
import { unregisterCommand } from './commands/unregister';
import { badInput, type CommandFailure, ExitCode, exitCodeHelp } from './exit-code';
import { invocation } from './invocation';

/** The command line. Nothing is printed for a fault in it: the caller reports the error. */
function createProgram(): Command {
  const program = new Command('docker-builder')
    .description(
      'Builds Docker images during stack deployments, with build arguments that exist only at deploy time.',
    )
    .version(version)
    .addHelpText('after', `\n${exitCodeHelp}`)
    .enablePositionalOptions();
  for (const add of [
    deployCommand,
    packageCommand,
    deleteCommand,
    eventsCommand,
    logsCommand,
    registerCommand,
    unregisterCommand,
    doctorCommand,
    localCommand,
  ])
    add(program);
  reportFaults(program);
  return program;
}

function reportFaults(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {} });
  checkRequiredOptionsLast(command);
  for (const sub of command.commands) reportFaults(sub);
}

/** Commander looks for missing options before unknown ones; a misspelled option is both. */
function checkRequiredOptionsLast(command: Command): void {
  const required = command.options.filter(({ mandatory }) => mandatory);
  for (const option of required) option.mandatory = false;
  command.hook('preAction', () => {
    const missing = required.find((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing) throw badInput(`required option '${missing.flags}' not specified`);
  });
}

/** Runs a command line (without the interpreter and the script) and returns its exit code, having reported a failure. */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  const program = createProgram();
  try {
    await program.parseAsync(words, { from: 'user' });
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.ok;
    const failure = error instanceof CommanderError ? explainUsage(error, program, words) : explain(error);
    reportFailure(failure, words.indexOf('--json') > 0);
    return failure.exitCode;
  }
}

/** Commander's message in one line; without a message it only wanted to show the help. */
function explainUsage({ code, message }: CommanderError, program: Command, words: readonly string[]) {
  if (code !== 'commander.help') {
    return badInput(
      message
        .replace(/^error: /, '')
        .replace(/\n\((.*)\)$/s, (_, hint: string) => ` (${hint.charAt(0).toLowerCase()}${hint.slice(1)})`)
        .replace(/\s*\n\s*/g, ' '),
    );
  }
  const path = words.filter((word) => word !== 'help' && !word.startsWith('-'));
  const command = program.commands.find((one) => one.name() === path[0]);
  const known = (command ?? program).commands.map((one) => one.name()).join(', ');
  const unknown = command === undefined ? path[0] : path[1];
  const fault = unknown === undefined ? 'a command is missing' : `unknown command '${unknown}'`;
  const help = [invocation(), ...(command ? [command.name()] : []), '--help'].join(' ');
  return badInput(`${fault}: ${known} (${help} explains them)`);
}

export function reportFailure(failure: CommandFailure, json: boolean): void {
  // The reader of a closed pipe is gone.
  if (failure.exitCode === ExitCode.closedPipe) return;
  if (json) printRecord(failureResult(failure));
  process.stderr.write(`docker-builder: ${failure.message}\n`);
  if (process.env.DOCKER_BUILDER_DEBUG) {
    process.stderr.write(`${(failure.cause as Error | undefined)?.stack ?? failure.stack}\n`);
  }
}
