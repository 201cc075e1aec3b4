import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Command } from 'commander';
import { BuildLog } from '../builds/build-log';
import { isRunning } from '../builds/build-state';
import { recentBuilds } from '../builds/build-watch';
import { badInput } from '../exit-code';
import { requireStack } from '../stack/existing-stack';
import { Pace } from '../stack/pace';
import { interruption } from './interruption';
import { type CommonOptions, connectionOf, withCommonOptions } from './options';

const examples = `
Examples:
  docker-builder logs --stack-name shop
  docker-builder logs --stack-name shop --logical-id Web --follow`;

interface Options extends CommonOptions {
  stackName: string;
  logicalId?: string;
  follow?: boolean;
}

export function logsCommand(program: Command): void {
  withCommonOptions(program.command('logs'))
    .description("print the log of the newest build of a stack's builders")
    .requiredOption('--stack-name <name>', 'the stack')
    .option('--logical-id <id>', 'one builder of the stack')
    .option('--follow', 'go on until the builds end')
    .addHelpText('after', examples)
    .action(logs);
}

async function logs(options: Options): Promise<void> {
  const connection = await connectionOf(options);
  const stack = await requireStack(connection.cloudformation, options.stackName);
  const { StackResources = [] } = await connection.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: stack.StackId }),
  );
  const builders = StackResources.filter(
    ({ ResourceType, LogicalResourceId }) =>
      ResourceType === options.typeName &&
      (options.logicalId === undefined || LogicalResourceId === options.logicalId),
  );
  if (builders.length === 0) {
    const which = options.logicalId === undefined ? '' : ` named ${options.logicalId}`;
    throw badInput(`the stack ${options.stackName} holds no ${options.typeName}${which}`);
  }
  const pace = new Pace(connection.ownEndpoint, interruption().signal);
  for (const { LogicalResourceId = '', PhysicalResourceId = '' } of builders) {
    let log: BuildLog | undefined;
    for (;;) {
      const [build] = await pace.patiently(() => recentBuilds(connection.codebuild, PhysicalResourceId));
      if (build?.id === undefined) break;
      log ??= new BuildLog(build.id);
      for (const line of await log.next(connection.logs, build)) {
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ logicalId: LogicalResourceId, build: build.id, line })}\n`
            : `${line}\n`,
        );
      }
      if (!options.follow || !isRunning(build)) break;
      await pace.wait();
    }
  }
}
