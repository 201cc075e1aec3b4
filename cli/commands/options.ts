import type { Command } from 'commander';
import { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { findLocalEngine, localConnection } from '../local/local-engine';
import { TYPE_NAME } from '../type-name';

/** What every command that talks to AWS takes. */
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
    .option('--region <region>', 'the Region (default: the environment or profile decides)')
    .option('--profile <name>', 'a profile of the AWS configuration')
    .option('--json', 'tell everything as JSON lines on standard output')
    .option('--type-name <name>', 'the resource type, where it was packaged under another name', TYPE_NAME);

/** AWS, or the local engine that runs already. */
export async function connectionOf(options: CommonOptions): Promise<Connection> {
  if (!options.local) {
    return new Connection({
      ...(options.region && { region: options.region }),
      ...(options.profile && { profile: options.profile }),
    });
  }
  const engine = await findLocalEngine();
  if (engine === undefined)
    throw notReady('no local engine runs: start it with docker-builder local up --detach');
  return localConnection(engine.endpoint);
}

/** `KEY=VALUE` words as pairs; a value may hold further `=`. */
export function pairs(option: string, words: string[] = []): [string, string][] {
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 1) throw notReadyPair(option, word);
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
}

const notReadyPair = (option: string, word: string) =>
  Object.assign(notReady(`${option}: "${word}" must look like KEY=VALUE`), { exitCode: 2 as const });
