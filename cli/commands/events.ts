import type { Command } from 'commander';
import { BuildWatch } from '../builds/build-watch';
import { chooseDisplay } from '../display/choose';
import { EventFeed, isSettled, isSuccess } from '../stack/event-feed';
import { describeStack, requireStack } from '../stack/existing-stack';
import { deepCause, followStack, sinceLastStart } from '../stack/follow-stack';
import { Pace } from '../stack/pace';
import { interruption } from './interruption';
import { type CommonOptions, connectionOf, withCommonOptions } from './options';
import { printOutputs, stackFailure } from './outcome';

const examples = `
Examples:
  docker-builder events --stack-name shop
  docker-builder events --stack-name shop --follow`;

export function eventsCommand(program: Command): void {
  withCommonOptions(program.command('events'))
    .description("show a stack's last operation: its events, and its builds while they run")
    .requiredOption('--stack-name <name>', 'the stack')
    .option('--follow', 'go on until the stack settles')
    .addHelpText('after', examples)
    .action(async (options: CommonOptions & { stackName: string; follow?: boolean }) => {
      const connection = await connectionOf(options);
      const stack = await requireStack(connection.cloudformation, options.stackName);
      const display = chooseDisplay(options.json ?? false);
      const feed = new EventFeed(connection.cloudformation, stack.StackId as string);
      if (!options.follow || isSettled(String(stack.StackStatus))) {
        for (const event of sinceLastStart(await feed.next())) display.show({ type: 'event', event });
        display.close();
        return;
      }
      const pace = new Pace(connection.ownEndpoint, interruption().signal);
      const builds = new BuildWatch(connection, options.typeName, display);
      const followed = await followStack(feed, stack.StackId as string, builds, display, pace);
      display.close();
      if (!isSuccess(followed.status)) {
        throw stackFailure(
          options.stackName,
          followed.status,
          await deepCause(connection, { ...followed, events: sinceLastStart(followed.events) }),
        );
      }
      printOutputs(
        await describeStack(connection.cloudformation, stack.StackId as string),
        options.json ?? false,
      );
    });
}
