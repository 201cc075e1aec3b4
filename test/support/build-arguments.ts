import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { docker, dockerBuilder, folderOf, outputsOf, uniqueName } from './tools';

/** What tends to break: quotes, substitutions, separators, options, line ends. */
const nasty = fc.constantFrom(
  '"',
  "'",
  '`id`',
  '$(id)',
  '${HOME}',
  '$X',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ';',
  '&',
  '|',
  '--flag',
  '-',
  '*',
  '?',
  '[a]',
  '~',
  '#',
  '!',
  '=',
  '%s',
  '',
  ' ',
  '\u202e',
  '🦜',
  'é',
);

/** Any Unicode text without NUL, often with what tends to break. */
export const anyArgument = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(fc.oneof(nasty, fc.string({ maxLength: 8 })), { maxLength: 12 }).map((parts) => parts.join('')),
  )
  .map((text) => text.replaceAll('\0', ''));

/** Deploys a stack whose image keeps these arguments in its environment; the image's URI. */
export async function deployedArguments(values: string[]): Promise<string> {
  const names = values.map((_, index) => `A${index}`);
  const Inline = [
    'FROM scratch',
    ...names.flatMap((name) => [`ARG ${name}`, `ENV V${name}="\${${name}}"`]),
    'COPY <<EOF /x',
    'x',
    'EOF',
    '',
  ].join('\n');
  const stack = uniqueName('args');
  const BuildArgs = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  const template = {
    Resources: {
      Image: {
        Type: 'TokenInjectable::Docker::Builder',
        Properties: { Source: { Inline }, BuildArgs, PollIntervalSeconds: 1 },
      },
    },
    Outputs: { ImageUri: { Value: { 'Fn::GetAtt': ['Image', 'ImageUri'] } } },
  };
  const folder = folderOf({ 't.json': JSON.stringify(template) });
  const { code, stderr } = await dockerBuilder(
    'deploy',
    '--template-file',
    join(folder.path, 't.json'),
    '--stack-name',
    stack,
    '--local',
  );
  folder.remove();
  if (code !== 0) throw new Error(stderr);
  return (await outputsOf(stack)).ImageUri as string;
}

/** The arguments that an image of `deployedArguments` kept. */
export async function argumentsOfImage(uri: string): Promise<string[]> {
  execFileSync(docker, ['pull', '--quiet', uri]);
  const [inspected] = JSON.parse(execFileSync(docker, ['image', 'inspect', uri], { encoding: 'utf8' })) as [
    { Config: { Env: string[] } },
  ];
  spawnSync(docker, ['image', 'rm', '--force', uri]);
  const kept = inspected.Config.Env.filter((line) => line.startsWith('VA'));
  return kept.map((line) => line.slice(line.indexOf('=') + 1));
}
