import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { removeFolder } from '../../../local/unzip/remove-folder';
import { unzip } from '../../../local/unzip/unzip';
import { type Folder, folderOf } from '../../support/folder';
import { type OddEntry, zipBytes } from '../../support/zip-bytes';

const FILE = 0o100644;
const LINK = 0o120777;
const FOLDER = 0o040755;

let scratch: Folder;
let target: string;
beforeEach(() => {
  scratch = folderOf({ 'outside/kept': 'kept' });
  target = join(scratch.path, 'target');
});
afterEach(() => removeFolder(scratch.path));

const file = (name: string, attributes = FILE, more: Partial<OddEntry> = {}): OddEntry => ({
  name,
  content: `content of ${name}`,
  attributes,
  ...more,
});
const link = (name: string, content: string): OddEntry => ({ name, content, attributes: LINK });
const folder = (name: string, attributes = FOLDER): OddEntry => ({ name, attributes });

/** Info-ZIP's extended timestamp. */
function timestamp(seconds: number): Buffer {
  const field = Buffer.from([0x55, 0x54, 5, 0, 1, 0, 0, 0, 0]);
  field.writeInt32LE(seconds, 5);
  return field;
}

const outside = () =>
  readdirSync(join(scratch.path, 'outside')).map((name) => [
    name,
    readFileSync(join(scratch.path, 'outside', name), 'utf8'),
  ]);

describe('an archive that would write outside the folder', () => {
  it.each<[string, (outside: string) => OddEntry[]]>([
    ['through a link', (to) => [link('out', to), file('out/x')]],
    ['through a link that comes after', (to) => [file('out/x'), link('out', to)]],
    ['through a relative link', () => [link('out', '../outside'), file('out/x')]],
    ['through a link in a folder', (to) => [folder('d/'), link('d/out', to), file('d/out/x')]],
    ['through a chain of links', (to) => [link('a', 'b'), link('b', to), file('a/x')]],
    ['through a link below a link', (to) => [link('a', to), link('a/b', '.'), file('a/b/x')]],
    ['with a link below a link', (to) => [link('a', to), link('a/x', 'y')]],
    ['with a folder below a link', (to) => [link('out', to), folder('out/x/')]],
    ['with a link in the place of a folder', (to) => [folder('out/'), link('out', to), file('out/x')]],
    ['with a path that has a dot', (to) => [link('out', to), file('./out/./x')]],
    ['with a path that has two slashes', (to) => [link('out', to), file('out//x')]],
    ['with a link to a file and a file of its name', (to) => [link('x', `${to}/kept`), file('x')]],
    ['with a file and then a link of its name', (to) => [file('x'), link('x', `${to}/kept`), file('x')]],
    ['with two links of a name', (to) => [link('x', to), link('x', `${to}/kept`)]],
    ['with ..', () => [file('../outside/x')]],
    ['with .. inside', () => [file('a/../../outside/x')]],
    ['with .. at the end', () => [folder('a/..')]],
    ['with a link named with ..', () => [link('../outside/x', 'y')]],
    ['with an absolute path', (to) => [file(`${to}/x`)]],
    ['with backslashes of Windows', () => [file('..\\outside\\x', 0, { host: 0 })]],
    ['with a NUL character', () => [file('a\0b')]],
  ])('is refused: %s', async (_what, entries) => {
    const archive = zipBytes(entries(join(scratch.path, 'outside')));
    await expect(unzip(archive, target)).rejects.toThrow(/^the archive contains /);
    expect(outside()).toEqual([['kept', 'kept']]);
  });

  it('never does, with any links, files and folders', async () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', 'A', '.', '..', ''), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    const to = fc.constantFrom('..', '../outside', '../outside/kept', '.', 'a', 'b', '../..', 'a/b', '/');
    const entry = fc.oneof(
      name.map((one) => file(one)),
      name.map((one) => folder(`${one}/`)),
      fc.tuple(name, to).map(([one, where]) => link(one, where)),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 2, maxLength: 6 }), async (entries) => {
        run += 1;
        await unzip(zipBytes(entries), join(scratch.path, `target-${run}`)).catch(() => {});
        expect(outside()).toEqual([['kept', 'kept']]);
        expect(readdirSync(scratch.path).filter((one) => !one.startsWith('target'))).toEqual(['outside']);
      }),
      { numRuns: 300 },
    );
  });

  it('is not unpacked into a folder that exists, where a link may wait', async () => {
    mkdirSync(target);
    await expect(unzip(zipBytes([file('x')]), target)).rejects.toThrow('EEXIST');
  });
});

describe('an archive', () => {
  it('keeps links as they are: relative, absolute, dangling and out of the folder', async () => {
    const links = { a: 'b/c', b: '/etc/hosts', c: '../outside', d: 'no-such-file', 'e/f': '../e' };
    await unzip(zipBytes(Object.entries(links).map(([name, to]) => link(name, to))), target);
    for (const [name, to] of Object.entries(links)) expect(readlinkSync(join(target, name))).toBe(to);
  });

  it.each([0, 0o644, 0o600, 0o755, 0o444, 0o4755, 0o2755, 0o1777, 0o7777])(
    'keeps the mode %o of a file',
    async (mode) => {
      await unzip(zipBytes([file('f', 0o100000 | mode)]), target);
      expect(lstatSync(join(target, 'f')).mode & 0o7777).toBe(mode);
    },
  );

  it.each([0o755, 0o700, 0o555, 0o1777, 0o2775])('keeps the mode %o of a folder', async (mode) => {
    const entries = [
      folder('d/', 0o040000 | mode),
      file('d/f'),
      folder('d/e/', 0o040000 | mode),
      file('d/e/f'),
    ];
    await unzip(zipBytes(entries), target);
    for (const name of ['d', 'd/e']) expect(lstatSync(join(target, name)).mode & 0o7777).toBe(mode);
    expect(readFileSync(join(target, 'd/e/f'), 'utf8')).toBe('content of d/e/f');
  });

  it('keeps a folder without any permission, and gives what has no recorded mode the usual one', async () => {
    await unzip(zipBytes([folder('d/', 0o040000), file('f', 0, { host: 0 })]), target);
    expect(lstatSync(join(target, 'd')).mode & 0o7777).toBe(0);
    expect(lstatSync(join(target, 'f')).mode & 0o400).toBe(0o400);
  });

  it('keeps modification times: of files, of folders with something in them, of links', async () => {
    const extra = timestamp(1_614_834_367);
    const entries = [
      { ...folder('d/'), extra },
      { ...file('d/f'), extra },
      { ...link('d/l', 'no-such-file'), extra },
    ];
    await unzip(zipBytes(entries), target);
    for (const name of ['d', 'd/f', 'd/l'])
      expect(lstatSync(join(target, name)).mtime.toISOString()).toBe('2021-03-04T05:06:07.000Z');
  });

  it('keeps named pipes, with their permissions and times, and confuses none with a file', async () => {
    const pipe = file('d/p', 0o010640, { content: '', extra: timestamp(1_614_834_367) });
    await unzip(zipBytes([pipe, file('f')]), target);
    const stats = lstatSync(join(target, 'd/p'));
    expect(stats.isFIFO()).toBe(true);
    expect(stats.mode & 0o7777).toBe(0o640);
    expect(stats.mtime.toISOString()).toBe('2021-03-04T05:06:07.000Z');
    const twice = unzip(zipBytes([pipe, file('d/p')]), join(scratch.path, 'twice'));
    await expect(twice).rejects.toThrow('the archive contains "d/p" twice');
  });

  it('has folders that only the names of its files mention', async () => {
    await unzip(zipBytes([file('a/b/c'), file('./a//d')]), target);
    expect(readFileSync(join(target, 'a/b/c'), 'utf8')).toBe('content of a/b/c');
    expect(readFileSync(join(target, 'a/d'), 'utf8')).toBe('content of ./a//d');
  });

  it('keeps names as their system means them', async () => {
    const entries = [
      file('a\\b'),
      file('c\\d', 0, { host: 0, flags: 0 }),
      { ...file('x'), name: Buffer.from([0x81]), host: 0 },
      { ...file('x'), name: Buffer.from([0xff, 0x41]) },
      file('\u00fcber'),
    ];
    await unzip(zipBytes(entries), target);
    const names = readdirSync(target, 'buffer').map((name) => name.toString('hex'));
    expect(names.sort()).toEqual(
      ['a\\b', 'c', '\u00fc', '\u00fcber']
        .map((name) => Buffer.from(name).toString('hex'))
        .concat('ff41')
        .sort(),
    );
    expect(readdirSync(join(target, 'c'))).toEqual(['d']);
  });

  it('is read from its path too, and refused when it is damaged', async () => {
    const path = join(scratch.path, 'archive.zip');
    const archive = zipBytes([file('f', FILE, { deflate: true })]);
    writeFileSync(path, archive);
    await unzip(path, target);
    expect(readFileSync(join(target, 'f'), 'utf8')).toBe('content of f');
    await expect(unzip(archive.subarray(0, -30), join(scratch.path, 'other'))).rejects.toThrow();
    await expect(unzip(Buffer.from('no zip'), join(scratch.path, 'third'))).rejects.toThrow();
  });
});
