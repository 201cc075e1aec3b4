import type { Command } from 'commander';
import { badInput } from '../exit-code';
import { invocation } from '../invocation';
import { checkAwsSettings } from '../options/aws-settings';
import { profile, region, typeName } from '../options/check';
import { TYPE_NAME } from '../type-name';

/** The options of every command that talks to AWS. */
export interface CommonOptions {
  region?: string;
  profile?: string;
  local?: boolean;
  json?: boolean;
  typeName: string;
}

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--local', 'use the local engine instead of AWS')
    .option('--region <region>', 'the Region (default: from the environment or the profile)', region)
    .option('--profile <name>', 'a profile of the AWS configuration', profile)
    .option('--json', 'write all output to stdout as JSON lines, the last one the result')
    .option(
      '--type-name <name>',
      'the resource type, if it was packaged under another name',
      typeName,
      TYPE_NAME,
    );

/** Throws for settings that allow no connection; makes no call. */
export function checkCommonOptions(options: CommonOptions): void {
  if (options.local && options.profile !== undefined) {
    throw badInput('--local and --profile exclude each other: the local engine has its own credentials');
  }
  checkAwsSettings(
    {
      ...(options.profile !== undefined && { profile: options.profile }),
      ...(options.region && { region: options.region }),
    },
    options.local ? { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL } : process.env,
  );
}

/** The command that follows a stack. */
export const followCommand = (options: CommonOptions, stackName: string): string =>
  commandLine(options, 'events', '--stack-name', stackName, '--follow');

/** A command line to paste, with the options that this command was given to find its stack. */
export function commandLine(options: CommonOptions, ...words: string[]): string {
  if (options.local) words.push('--local');
  if (options.region !== undefined) words.push('--region', options.region);
  if (options.profile !== undefined) words.push('--profile', options.profile);
  if (options.typeName !== TYPE_NAME) words.push('--type-name', options.typeName);
  return [invocation(), ...words.map(quoteForShell)].join(' ');
}

const quoteForShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
