import { execFileSync } from 'node:child_process';
import fs, { chmodSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { contextDigest } from '../../../cli/context/context-digest';
import { contextEntries } from '../../../cli/context/context-entries';
import { writeContextZip } from '../../../cli/context/context-zip';
import { ignoreRules } from '../../../cli/context/ignore-rules';
import { writeFiles } from '../../support/docker-context';
import { temporaryFolder } from '../../support/temporary-folder';

const context = temporaryFolder();
const scratch = temporaryFolder();

const rules = { ignores: ignoreRules('', '.dockerignore'), keeps: () => false, kept: new Set<string>() };

async function zipOf(name = 'context.zip', signal?: AbortSignal): Promise<string> {
  const { entries } = await contextDigest(context.path, await contextEntries(context.path, rules));
  const zip = join(scratch.path, name);
  await writeContextZip(context.path, entries, zip, { signal });
  return zip;
}

interface Found {
  mode: string;
  modified: number;
  content: Buffer;
}

/** What an archive contains, by its names as bytes. */
async function membersOf(file: string): Promise<Record<string, Found>> {
  const zip = await openPromise(file, { decodeStrings: false, lazyEntries: true });
  const found: Record<string, Found> = {};
  for await (const entry of zip.eachEntry()) {
    found[entry.fileNameRaw.toString()] = {
      mode: (entry.externalFileAttributes >>> 16).toString(8),
      modified: entry.getLastModDate().getTime() / 1000,
      content: await buffer(await zip.openReadStreamPromise(entry)),
    };
  }
  return found;
}

describe('the zip of a context', () => {
  it('contains kinds, modes, links, contents and the times of modification', async () => {
    writeFiles(context.path, ['run.sh', 'folder/a', 'empty']);
    writeFileSync(join(context.path, 'empty'), '');
    chmodSync(join(context.path, 'run.sh'), 0o4755);
    chmodSync(join(context.path, 'folder'), 0o1777);
    symlinkSync('../ü', join(context.path, 'link'));
    execFileSync('mkfifo', ['-m', '600', join(context.path, 'pipe')]);
    const time = new Date('2021-03-04T05:06:07Z');
    for (const path of ['run.sh', 'folder/a', 'folder', 'pipe'])
      utimesSync(join(context.path, path), time, time);
    const members = await membersOf(await zipOf());
    const modified = time.getTime() / 1000;
    expect(members).toMatchObject({
      'run.sh': { mode: '104755', modified, content: Buffer.from('run.sh') },
      'folder/': { mode: '41777', modified, content: Buffer.alloc(0) },
      'folder/a': { mode: '100644', modified },
      empty: { content: Buffer.alloc(0) },
      link: { mode: '120777', content: Buffer.from('../ü') },
      pipe: { mode: '10600', modified, content: Buffer.alloc(0) },
    });
  });

  it.each(['back\\slash', 'C:x', 'new\nline', ' space', '-dash', '🦜', 'ü'])(
    'contains the name %j as it is',
    async (name) => {
      writeFiles(context.path, [name]);
      expect(Object.keys(await membersOf(await zipOf()))).toEqual([name]);
    },
  );

  it.each([0, 31, 32, 1000, 1 << 20, (1 << 20) + 1, 5_000_000])(
    'contains %d bytes, whether they can be compressed or not',
    async (size) => {
      const random = Buffer.from(Array.from({ length: size }, (_, index) => (index * 2654435761) >>> 13));
      writeFileSync(join(context.path, 'random'), random);
      writeFileSync(join(context.path, 'zeros'), Buffer.alloc(size));
      const { random: first, zeros } = await membersOf(await zipOf());
      expect(first?.content.equals(random)).toBe(true);
      expect(zeros?.content.equals(Buffer.alloc(size))).toBe(true);
    },
  );

  it.each(['1960-01-01T00:00:00Z', '1850-01-01T00:00:00Z', '2100-01-01T00:00:00Z'])(
    'takes a file of %s',
    async (text) => {
      writeFiles(context.path, ['a']);
      utimesSync(join(context.path, 'a'), new Date(text), new Date(text));
      const nearest = Math.max(-(2 ** 31), Math.min(Date.parse(text) / 1000, 2 ** 31 - 1));
      expect((await membersOf(await zipOf())).a?.modified).toBe(nearest);
    },
  );

  it('is the same, byte by byte, for the same files in another order', async () => {
    writeFiles(context.path, ['a', 'b', 'c/d']);
    for (const path of ['a', 'b', 'c/d', 'c']) utimesSync(join(context.path, path), 1, 1);
    const first = await zipOf('1.zip');
    const { readdirSync } = fs;
    jest
      .spyOn(fs, 'readdirSync')
      .mockImplementation(((...args: Parameters<typeof readdirSync>) =>
        readdirSync(...args).reverse()) as typeof readdirSync);
    const second = await zipOf('2.zip');
    jest.restoreAllMocks();
    expect(fs.readFileSync(first).equals(fs.readFileSync(second))).toBe(true);
  });

  it.each([5, 2_000_000])(
    'is not written when a file of %d bytes changed since it was hashed',
    async (size) => {
      writeFileSync(join(context.path, 'a'), Buffer.alloc(size, 1));
      const { entries } = await contextDigest(context.path, await contextEntries(context.path, rules));
      writeFileSync(join(context.path, 'a'), Buffer.alloc(size, 2));
      await expect(writeContextZip(context.path, entries, join(scratch.path, 'z'))).rejects.toThrow(
        'a changed while it was being packaged: run the command again',
      );
    },
  );

  it.each([5, 20_000_000])('ends when it is aborted, with files of %d bytes', async (size) => {
    writeFileSync(join(context.path, 'a'), Buffer.alloc(size, 1));
    const { entries } = await contextDigest(context.path, await contextEntries(context.path, rules));
    const controller = new AbortController();
    const many = Array.from({ length: 5000 }, () => entries).flat();
    const written = writeContextZip(context.path, many, join(scratch.path, 'z'), {
      signal: controller.signal,
    });
    controller.abort(new Error('interrupted'));
    await expect(written).rejects.toThrow('interrupted');
  });

  it('reports the bytes of a large file while it is written', async () => {
    writeFileSync(join(context.path, 'large'), Buffer.alloc(5_000_000));
    const { entries } = await contextDigest(context.path, await contextEntries(context.path, rules));
    const reported: number[] = [];
    await writeContextZip(context.path, entries, join(scratch.path, 'reported.zip'), {
      report: (bytes) => reported.push(bytes),
    });
    expect(reported.length).toBeGreaterThan(2);
    expect(reported.at(-1)).toBe(
      entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.size : 0), 0),
    );
  });

  it('reports in words that the temporary folder is full', async () => {
    writeFiles(context.path, ['a']);
    jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    });
    const written = zipOf();
    await expect(written).rejects.toThrow(/can't write to the temporary folder .* \(ENOSPC\): set TMPDIR/);
    jest.restoreAllMocks();
    expect(readdirSync(scratch.path)).toEqual(['context.zip']);
  });
});
