import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { BuildWatch } from '../builds/build-watch';
import { examples } from '../invocation';
import { roleArn, stackNameOrId } from '../options/check';
import { EventFeed } from '../stack/event-feed';
import { describeStack } from '../stack/existing-stack';
import { followStack } from '../stack/follow-stack';
import { connect } from './connect';
import { type CommonOptions, checkCommonOptions, followCommand, withCommonOptions } from './options';
import { requireSuccess } from './outcome';
import { runCommand, type Session } from './session';

interface Options extends CommonOptions {
  stackName: string;
  roleArn?: string;
}

export function deleteCommand(program: Command): void {
  withCommonOptions(program.command('delete'))
    .description('delete a stack and follow its events')
    .requiredOption('--stack-name <name>', 'the stack', stackNameOrId)
    .option('--role-arn <arn>', 'the role that CloudFormation assumes', roleArn)
    .addHelpText('after', examples('delete --stack-name shop', 'delete --stack-name shop --local'))
    .action((options: Options) => runCommand(options, (session) => deleteStack(options, session)));
}

async function deleteStack(options: Options, session: Session): Promise<object> {
  checkCommonOptions(options);
  const connection = await connect(options);
  const { cloudformation } = connection;
  const pace = session.pace(connection);
  const stack = await pace.patiently(() => describeStack(cloudformation, options.stackName));
  if (stack?.StackId === undefined || stack.StackStatus === 'DELETE_COMPLETE') {
    session.step(`there is no stack ${options.stackName}`);
    return { stack: options.stackName, status: 'DELETE_COMPLETE' };
  }
  const { StackId } = stack;
  const feed = new EventFeed(cloudformation, StackId);
  await pace.patiently(() => feed.skipPast());
  await cloudformation.send(
    new DeleteStackCommand({
      StackName: StackId,
      ...(options.roleArn && { RoleARN: options.roleArn }),
    }),
  );
  session.leaveRunning(`the deletion continues; follow it with: ${followCommand(options, StackId)}`);
  const builds = new BuildWatch(connection, options.typeName, session.display);
  const followed = await followStack(feed, StackId, builds, session.display, pace);
  await requireSuccess(connection, options.stackName, followed);
  return { stack: stack.StackName, stackId: StackId, status: followed.status };
}
