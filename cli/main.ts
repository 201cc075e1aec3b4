#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { explained } from './aws/service-error';
import { deleteCommand } from './commands/delete';
import { deployCommand } from './commands/deploy';
import { eventsCommand } from './commands/events';
import { localCommand } from './commands/local';
import { logsCommand } from './commands/logs';
import { packageCommand } from './commands/package';
import { CommandFailure, ExitCode, exitCodeHelp } from './exit-code';

// The SDK's warning of future Node.js versions is for us, not for whoever deploys.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const program = new Command('docker-builder')
  .description(
    'Builds Docker images while CloudFormation stacks deploy, with build arguments known only then.',
  )
  .version('0.1.0')
  .addHelpText('after', `\n${exitCodeHelp}`)
  .showHelpAfterError('(--help shows the options and examples)')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

for (const add of [deployCommand, packageCommand, deleteCommand, eventsCommand, logsCommand, localCommand])
  add(program);
for (const command of program.commands) {
  command.exitOverride();
  for (const sub of command.commands) sub.exitOverride();
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.badInput;
    return;
  }
  const known = error instanceof CommandFailure ? error : explained(error);
  process.stderr.write(
    `docker-builder: ${known?.message ?? (error instanceof Error ? error.stack : String(error))}\n`,
  );
  process.exitCode = known?.exitCode ?? ExitCode.internal;
});
