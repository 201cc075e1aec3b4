import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { BuildWatch } from '../builds/build-watch';
import { chooseDisplay } from '../display/choose';
import { EventFeed } from '../stack/event-feed';
import { describeStack } from '../stack/existing-stack';
import { deepCause, followStack } from '../stack/follow-stack';
import { Pace } from '../stack/pace';
import { interruption } from './interruption';
import { type CommonOptions, connectionOf, withCommonOptions } from './options';
import { stackFailure } from './outcome';

const examples = `
Examples:
  docker-builder delete --stack-name shop
  docker-builder delete --stack-name shop --local`;

export function deleteCommand(program: Command): void {
  withCommonOptions(program.command('delete'))
    .description('delete a stack and watch it go')
    .requiredOption('--stack-name <name>', 'the stack')
    .option('--role-arn <arn>', 'the role that CloudFormation assumes')
    .addHelpText('after', examples)
    .action(async (options: CommonOptions & { stackName: string; roleArn?: string }) => {
      const connection = await connectionOf(options);
      const display = chooseDisplay(options.json ?? false);
      const stack = await describeStack(connection.cloudformation, options.stackName);
      if (stack?.StackId === undefined) {
        display.show({ type: 'step', message: `there is no stack ${options.stackName}` });
        return;
      }
      const { signal, hint } = interruption();
      const feed = new EventFeed(connection.cloudformation, stack.StackId);
      await feed.skipPast();
      await connection.cloudformation.send(
        new DeleteStackCommand({
          StackName: stack.StackId,
          ...(options.roleArn && { RoleARN: options.roleArn }),
        }),
      );
      hint('the deletion goes on');
      const builds = new BuildWatch(connection, options.typeName, display);
      const followed = await followStack(
        feed,
        stack.StackId,
        builds,
        display,
        new Pace(connection.ownEndpoint, signal),
      );
      display.close();
      if (followed.status !== 'DELETE_COMPLETE') {
        throw stackFailure(options.stackName, followed.status, await deepCause(connection, followed));
      }
    });
}
