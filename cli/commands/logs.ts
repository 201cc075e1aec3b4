import type { Command } from 'commander';
import type { Connection } from '../aws/connection';
import { explain } from '../aws/explain';
import { newestLog } from '../builds/newest-log';
import { badInput } from '../exit-code';
import { examples } from '../invocation';
import { logicalId, stackNameOrId } from '../options/check';
import { type BuilderNames, stackBuilders } from '../stack/builders';
import { EventFeed } from '../stack/event-feed';
import { requireStack } from '../stack/existing-stack';
import type { Pace } from '../stack/pace';
import { connect } from './connect';
import { type CommonOptions, checkCommonOptions, withCommonOptions } from './options';
import { runCommand, type Session } from './session';

interface Options extends CommonOptions {
  stackName: string;
  logicalId?: string;
  follow?: boolean;
}

export function logsCommand(program: Command): void {
  withCommonOptions(program.command('logs'))
    .description("print the log of the newest build of a stack's builders, also after a rollback")
    .requiredOption('--stack-name <name>', 'the stack, or its id (ARN) after its deletion', stackNameOrId)
    .option('--logical-id <id>', 'one builder of the stack', logicalId)
    .option('--follow', 'continue until the builds end')
    .addHelpText(
      'after',
      examples('logs --stack-name shop', 'logs --stack-name shop --logical-id Web --follow'),
    )
    .action((options: Options) => runCommand(options, (session) => printLogs(options, session)));
}

async function printLogs(options: Options, session: Session): Promise<object> {
  checkCommonOptions(options);
  const connection = await connect(options);
  const pace = session.pace(connection);
  const builders = await findBuilders(options, connection, pace);
  const without: BuilderNames[] = [];
  let warned = false;
  const warn = (error: unknown) => {
    if (!warned)
      session.display.show({
        type: 'warning',
        message: `the builds are not shown, only their logs: ${explain(error).message}`,
      });
    warned = true;
  };
  const builds: { logicalId: string; buildId: string }[] = [];
  for (const builder of builders) {
    const log = await pace.patiently(() => newestLog(connection, builder.names, warn));
    if (log === undefined) {
      without.push(builder);
      continue;
    }
    builds.push({ logicalId: builder.logicalId, buildId: log.buildId });
    for (let open = true; open; ) {
      // The state first: what was logged before the end of the build is read after it.
      open = options.follow === true && (await pace.patiently(() => log.isOpen()));
      const lines = await pace.patiently(() => log.next());
      if (options.json && lines.length > 0) {
        session.display.show({ type: 'log', logicalId: builder.logicalId, buildId: log.buildId, lines });
      } else if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
      if (open) await pace.wait();
    }
  }
  if (builds.length === 0) throw badInput(without.map(noLog).join('; '));
  for (const builder of without) session.display.show({ type: 'warning', message: noLog(builder) });
  return { stack: options.stackName, builds };
}

async function findBuilders(options: Options, connection: Connection, pace: Pace): Promise<BuilderNames[]> {
  const { cloudformation } = connection;
  const { StackId = '' } = await pace.patiently(() => requireStack(cloudformation, options.stackName));
  const events = await pace.patiently(() => new EventFeed(cloudformation, StackId).next());
  const builders = await pace.patiently(() =>
    stackBuilders(cloudformation, StackId, options.typeName, events),
  );
  if (builders.length === 0) throw badInput(`the stack ${options.stackName} has no ${options.typeName}`);
  if (options.logicalId === undefined) return builders;
  const chosen = builders.filter((builder) => builder.logicalId === options.logicalId);
  if (chosen.length > 0) return chosen;
  const names = builders.map((builder) => builder.logicalId).join(', ');
  throw badInput(
    `--logical-id ${options.logicalId}: no such builder in ${options.stackName}; its builders are ${names}`,
  );
}

/** The log of a builder goes with the builder; the event of its failure stays. */
function noLog({ logicalId, failure }: BuilderNames): string {
  const reason = failure === undefined ? '' : `; its last failure: ${failure.replace(/\s*\n\s*/g, ' / ')}`;
  return `${logicalId} has no build log (it has not built, or its log was deleted with it)${reason}`;
}
