import type { Command } from 'commander';
import { BuildWatch } from '../builds/build-watch';
import { examples } from '../invocation';
import { stackNameOrId } from '../options/check';
import { EventFeed, isOfStack } from '../stack/event-feed';
import { describeStack, requireStack } from '../stack/existing-stack';
import { followStack } from '../stack/follow-stack';
import { lastOperation } from '../stack/last-operation';
import { isSettled } from '../stack/status';
import { connect } from './connect';
import { type CommonOptions, checkCommonOptions, followCommand, withCommonOptions } from './options';
import { requireSuccess, stackOutcome } from './outcome';
import { runCommand, type Session } from './session';

interface Options extends CommonOptions {
  stackName: string;
  follow?: boolean;
}

export function eventsCommand(program: Command): void {
  withCommonOptions(program.command('events'))
    .description("show the events of a stack's last operation, on stdout")
    .requiredOption('--stack-name <name>', 'the stack, or its id (ARN) after its deletion', stackNameOrId)
    .option(
      '--follow',
      "also show its builds, wait until it ends, and print the stack's outputs; exit code 1 if it failed",
    )
    .addHelpText('after', examples('events --stack-name shop', 'events --stack-name shop --follow'))
    .action((options: Options) =>
      runCommand(options, (session) => showEvents(options, session), process.stdout),
    );
}

async function showEvents(options: Options, session: Session): Promise<object> {
  checkCommonOptions(options);
  const connection = await connect(options);
  const { cloudformation } = connection;
  const pace = session.pace(connection);
  const {
    StackId = '',
    StackName,
    StackStatus = '',
  } = await pace.patiently(() => requireStack(cloudformation, options.stackName));
  const feed = new EventFeed(cloudformation, StackId);
  const operation = lastOperation(await pace.patiently(() => feed.next()));
  if (!options.follow) {
    for (const event of operation) session.display.show({ type: 'event', event });
    const last = operation.findLast((event) => isOfStack(event, StackId));
    return { stack: StackName, stackId: StackId, status: last?.status ?? StackStatus };
  }
  session.leaveRunning(
    `the operation continues; follow it with: ${followCommand(options, options.stackName)}`,
  );
  const builds = new BuildWatch(connection, options.typeName, session.display);
  // Events expire after 90 days: of an operation longer ago only the status is left.
  const followed =
    operation.length === 0 && isSettled(StackStatus)
      ? { stackId: StackId, status: StackStatus, events: [] }
      : await followStack(feed, StackId, builds, session.display, pace, operation);
  await requireSuccess(connection, options.stackName, followed);
  return stackOutcome(
    await pace.patiently(() => describeStack(cloudformation, StackId)),
    session.display,
    options.json,
  );
}
