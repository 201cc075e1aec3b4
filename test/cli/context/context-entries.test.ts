import { execFileSync } from 'node:child_process';
import fs, { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { contextEntries } from '../../../cli/context/context-entries';
import { ignoreRules } from '../../../cli/context/ignore-rules';
import { writeFiles } from '../../support/docker-context';
import { temporaryFolder } from '../../support/temporary-folder';

const context = temporaryFolder();

function entriesOf(rules: string, kept: string[] = [], signal?: AbortSignal) {
  const set = new Set(kept);
  const ignores = ignoreRules(rules, '.dockerignore');
  return contextEntries(context.path, { ignores, keeps: (path) => set.has(path), kept: set }, signal);
}
const pathsOf = async (rules: string, kept?: string[]) =>
  (await entriesOf(rules, kept)).map(({ path }) => path);
const write = (...paths: string[]) => writeFiles(context.path, paths);

/** Makes reading a folder fail, and records which ones are read: tests may run as root, who may read everything. */
function watchReading(unreadable?: string): string[] {
  const read: string[] = [];
  const { readdirSync } = fs;
  jest.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: { withFileTypes: true }) => {
    read.push(path.slice(context.path.length + 1));
    if (unreadable !== undefined && path === join(context.path, unreadable)) {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    }
    return readdirSync(path, options);
  }) as typeof readdirSync);
  return read;
}
afterEach(() => jest.restoreAllMocks());

describe('the entries of a context', () => {
  it('are sorted by code unit, regardless of the order of the folder and the locale', async () => {
    write('b', 'a/c', 'B', 'ä', 'a.txt', 'a-b', '_');
    expect(await pathsOf('')).toEqual(['B', '_', 'a', 'a-b', 'a.txt', 'a/c', 'b', 'ä']);
  });

  it('have modes with set-id and sticky bits, and the time of modification in seconds', async () => {
    write('run.sh', 'tmp/x');
    chmodSync(join(context.path, 'run.sh'), 0o4755);
    chmodSync(join(context.path, 'tmp'), 0o1777);
    utimesSync(join(context.path, 'run.sh'), 0, 1614834367.9);
    utimesSync(join(context.path, 'tmp'), new Date(0), new Date(-86_400_000));
    const [file, folder] = await entriesOf('');
    expect(file).toEqual({ kind: 'file', path: 'run.sh', mode: 0o4755, modified: 1614834367, size: 6 });
    expect(folder).toEqual({ kind: 'folder', path: 'tmp', mode: 0o1777, modified: -86400 });
  });

  it('contain links as they are, also those that lead nowhere or outside', async () => {
    symlinkSync('/etc/passwd', join(context.path, 'absolute'));
    symlinkSync('nowhere', join(context.path, 'dangling'));
    symlinkSync('.', join(context.path, 'loop'));
    expect(await entriesOf('')).toMatchObject([
      { kind: 'link', path: 'absolute', target: '/etc/passwd' },
      { kind: 'link', path: 'dangling', target: 'nowhere' },
      { kind: 'link', path: 'loop', target: '.' },
    ]);
  });

  it.each(['back\\slash', 'C:x', 'new\nline', ' space', '-dash', '\uFFFD', 'ü', '🦜'])(
    'contain the name %j',
    async (name) => {
      write(name);
      expect(await pathsOf('')).toEqual([name]);
    },
  );

  it('distinguish pipes and sockets from files', async () => {
    execFileSync('mkfifo', [join(context.path, 'pipe')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(context.path, 'socket'), done));
    try {
      expect(await entriesOf('')).toMatchObject([
        { kind: 'pipe', path: 'pipe' },
        { kind: 'socket', path: 'socket' },
      ]);
    } finally {
      server.close();
    }
  });

  it.each([
    [
      'bad\xff\xfename',
      'the name of bad\\xff\\xfename is not UTF-8: rename it, or exclude it in .dockerignore',
    ],
    ['folder/\xe9', 'the name of folder/\\xe9 is not UTF-8: rename it, or exclude it in .dockerignore'],
  ])('refuse %j, whose name is not UTF-8, by its bytes', async (name, message) => {
    write('folder/x');
    writeFileSync(Buffer.concat([Buffer.from(`${context.path}/`), Buffer.from(name, 'latin1')]), 'x');
    await expect(entriesOf('')).rejects.toThrow(message);
    expect(await pathsOf('bad*\nfolder/?\n!folder/x')).toEqual(['folder', 'folder/x']);
  });

  it('refuse a link whose target is not UTF-8', async () => {
    symlinkSync(Buffer.from('\xff', 'latin1'), join(context.path, 'link'));
    await expect(entriesOf('')).rejects.toThrow('the target of the link link is not UTF-8');
  });

  it('refuse a device by its name', async () => {
    write('null');
    const { lstatSync } = fs;
    jest
      .spyOn(fs, 'lstatSync')
      .mockImplementation(((path: string) =>
        lstatSync(path === join(context.path, 'null') ? '/dev/null' : path)) as typeof lstatSync);
    await expect(entriesOf('')).rejects.toThrow('null is a device');
  });

  it('name the folder that can not be read', async () => {
    write('private/x');
    watchReading('private');
    await expect(entriesOf('')).rejects.toThrow("private can't be read (permission denied)");
  });
});

describe('an ignored folder', () => {
  beforeEach(() => write('a', 'ignored/b/c', 'ignored/d'));

  it('is neither read nor part of the context', async () => {
    const read = watchReading();
    expect(await pathsOf('ignored')).toEqual(['a']);
    expect(read).toEqual(['']);
  });

  it('is read where an exception could match, and is the parent of what it takes back', async () => {
    const read = watchReading();
    expect(await pathsOf('ignored\n!ignored/b/c')).toEqual(['a', 'ignored', 'ignored/b', 'ignored/b/c']);
    expect(read).toEqual(['', 'ignored', 'ignored/b']);
  });

  it('may be unreadable, also where an exception could match', async () => {
    watchReading('ignored');
    expect(await pathsOf('ignored\n!**/c')).toEqual(['a']);
  });

  it('is read for the files that the build needs', async () => {
    const read = watchReading();
    expect(await pathsOf('ignored', ['ignored/d'])).toEqual(['a', 'ignored', 'ignored/d']);
    expect(read).toEqual(['', 'ignored']);
  });
});

it('an empty folder is part of the context', async () => {
  mkdirSync(join(context.path, 'empty'));
  expect(await pathsOf('')).toEqual(['empty']);
});
