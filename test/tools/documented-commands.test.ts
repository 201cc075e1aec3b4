import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { commandLine } from '../support/command-line';
import { root } from '../support/root';

const documents = ['.', 'guides'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** The lines of shell blocks, with continued lines joined, and the code spans of the text. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.replaceAll(/\\\n\s*/g, ' ').split('\n'),
  );
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, span = '']) =>
    span.replaceAll('\n', ' '),
  );
  return [...blocks, ...spans];
}

/** Where our program is called, with its words up to the end of the command. */
const CALL =
  /(?:npx (?:@token-injectable\/)?docker-builder|(?<![\w/.@-])docker-builder|node dist\/docker-builder\.js|^builder)((?: +[^\s|;&#<>"`()[\]]+(?:<[a-z-]+>[^\s|;&#"`()[\]]*)*)+)/g;

const callsIn = (text: string): string[][] =>
  commandsIn(text).flatMap((command) =>
    [...command.matchAll(CALL)].map(([, words = '']) => words.trim().split(/ +/)),
  );

/** The commands and options of a text that the program does not have. */
async function unknownIn(text: string): Promise<string[]> {
  const unknown: string[] = [];
  for (const words of callsIn(text)) unknown.push(...(await unknownInCall(words)));
  return unknown;
}

async function unknownInCall(words: string[]): Promise<string[]> {
  const names = words.slice(0, words.findIndex((word) => !/^[a-z]+$/.test(word)) >>> 0);
  const path = names[0] === 'local' ? names.slice(0, 2) : names.slice(0, 1);
  const { stdout } = await commandLine(...path, '--help');
  // The program prints its own help for a command that it does not know.
  if (!stdout.includes(['Usage: docker-builder', ...path].join(' '))) return [path.join(' ')];
  const options = words.flatMap((word) => /^--[a-z0-9-]+/.exec(word)?.[0] ?? []);
  return options
    .filter((option) => !new RegExp(`${option}(?![\\w-])`).test(`${stdout} --help --version`))
    .map((option) => `${path.join(' ')} ${option}`);
}

describe('the check of documented commands', () => {
  it.each([
    ['```sh\nnpx docker-builder deploy --stack-name shop --locale\n```\n', ['deploy --locale']],
    ['```sh\neval "$(npx @token-injectable/docker-builder local env --region eu-west-1)"\n```\n', []],
    ['```sh\ndocker-builder local upp\n```\n', ['local upp']],
    ['```sh\nbuilder deploy --template-file a.yaml \\\n  --stack-nam shop\n```\n', ['deploy --stack-nam']],
    ['Run `docker-builder deplay` then.', ['deplay']],
    ['Run `docker-builder package | deploy`, then `docker-builder COMMAND --help`.', []],
    ['The file `build/docker-builder --x` is no call of it.', []],
  ])('finds in %j what the program does not know: %j', async (text, unknown) => {
    expect(await unknownIn(text)).toEqual(unknown);
  });
});

describe.each(documents)('%s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');

  it('calls the program only with commands and options that it has', async () => {
    expect(await unknownIn(text)).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const named = commandsIn(text).flatMap((command) =>
      [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => script),
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('the documents call the program often enough for this check to mean something', () => {
  const calls = documents.flatMap((name) => callsIn(readFileSync(join(root, name), 'utf8')));
  expect(calls.length).toBeGreaterThan(20);
});

it('README names every command', async () => {
  const { stdout } = await commandLine('--help');
  const list = stdout.split('Commands:')[1]?.split('\n\n')[0] ?? '';
  const commands = [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
  const [line = ''] =
    /^`docker-builder package \|[^`]*`/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((name) => name !== 'help' && !line.includes(name))).toEqual([]);
});
