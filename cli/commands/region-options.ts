// The options of commands that work on a type in one or more Regions.
import type { Command } from 'commander';
import { explain } from '../aws/explain';
import { hasName, networkCode } from '../aws/service-error';
import { CommandFailure } from '../exit-code';
import { profile, region } from '../options/check';
import { type CommonOptions, checkCommonOptions } from './options';

export interface RegionOptions extends Omit<CommonOptions, 'region'> {
  /** Default: the one of the environment or the profile. */
  region?: string[];
}

export const withRegionOptions = (command: Command): Command =>
  command
    .option('--local', 'use the local engine instead of AWS')
    .option(
      '--region <regions...>',
      'the Regions (default: the one from the environment or the profile)',
      (value: string, earlier: string[] = []) => [...new Set([...earlier, region(value)])],
    )
    .option('--profile <name>', 'a profile of the AWS configuration', profile)
    .option('--json', 'write all output to stdout as JSON lines, the last one the result');

/** The options for each Region. Throws for settings that allow no connection; makes no call. */
export function optionsByRegion({ region: regions, ...options }: RegionOptions): CommonOptions[] {
  const each = regions === undefined ? [options] : regions.map((one) => ({ ...options, region: one }));
  for (const one of each) checkCommonOptions(one);
  return each;
}

/** Does the work of one Region; a failure names the Region, where the command was given any. */
export async function inRegion<T>({ region: name }: CommonOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (name === undefined) throw error;
    const { exitCode, message } = explain(error);
    throw new CommandFailure(exitCode, `--region ${name}: ${message}${hintFor(error)}`, { cause: error });
  }
}

/** What a Region that does not exist, or that the account has not enabled, looks like. */
function hintFor(error: unknown): string {
  if (networkCode(error) === 'ENOTFOUND') return '; is there such a Region?';
  if (hasName(error, 'InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidClientTokenIdException'))
    return '; the account may not have enabled this Region';
  return '';
}
