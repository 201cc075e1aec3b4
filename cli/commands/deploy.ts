import type { Command } from 'commander';
import { checkContexts, checkTemplate } from '../artifacts/package-template';
import { examples } from '../invocation';
import { bucket, capability, keyPrefix, path, roleArn, stackName } from '../options/check';
import { parameterOverride, tag } from '../options/pairs';
import { checkParameterNames } from '../stack/parameters';
import { connectOrStart } from './connect';
import { type DeployOptions, deployStack } from './deploy-stack';
import { checkCommonOptions, withCommonOptions } from './options';
import { runCommand, type Session } from './session';

export function deployCommand(program: Command): void {
  withCommonOptions(program.command('deploy'))
    .description('package and deploy a stack, and show its events, its builds and their logs as they happen')
    .requiredOption(
      '--template-file <file>',
      "the template, YAML or JSON; a builder's Source may be a folder",
      path('--template-file'),
    )
    .requiredOption('--stack-name <name>', 'the stack to create or update', stackName)
    .option(
      '--parameter-overrides <pairs...>',
      'parameters as KEY=VALUE; the others keep their values',
      parameterOverride,
    )
    .option(
      '--s3-bucket <bucket>',
      'the bucket for build contexts (default: docker-builder-<account>-<region>)',
      bucket,
    )
    .option('--s3-prefix <prefix>', 'the folder of the uploaded objects in the bucket', keyPrefix)
    .option('--create-s3-bucket', 'create the bucket if it does not exist (implied by --local)')
    .option('--capabilities <names...>', 'such as CAPABILITY_IAM', capability)
    .option('--tags <pairs...>', 'tags of the stack as KEY=VALUE', tag)
    .option('--role-arn <arn>', 'the role that CloudFormation assumes', roleArn)
    .option('--no-execute-changeset', 'create the change set for review without executing it')
    .option('--fail-on-empty-changeset', 'fail when there is nothing to change', false)
    .option('--no-fail-on-empty-changeset', 'succeed when there is nothing to change (the default)')
    .addHelpText(
      'after',
      examples(
        'deploy --template-file template.yaml --stack-name shop',
        'deploy --template-file template.yaml --stack-name shop --local',
        'deploy --template-file template.yaml --stack-name shop --parameter-overrides Stage=prod Owner=me',
        'deploy --template-file template.yaml --stack-name shop --capabilities CAPABILITY_IAM --json',
      ),
    )
    .action((options: DeployOptions) => runCommand(options, (session) => deploy(options, session)));
}

/** Everything that can be found wrong without a call is found before a local engine is started. */
async function deploy(options: DeployOptions, session: Session): Promise<object> {
  checkCommonOptions(options);
  const template = await checkTemplate(options.templateFile, options.typeName);
  checkParameterNames(template, options.parameterOverrides);
  const { templateFile, typeName, parameterOverrides: parameters } = options;
  await checkContexts(template, { templateFile, typeName, parameters, signal: session.signal });
  const connection = await connectOrStart(options, session);
  return deployStack(options, template, connection, session);
}
