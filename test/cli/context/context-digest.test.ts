import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextDigest } from '../../../cli/context/context-digest';
import type { ContextEntry } from '../../../cli/context/context-entries';
import { temporaryFolder } from '../../support/temporary-folder';

const context = temporaryFolder();

const file = (path: string, size: number, more: Partial<ContextEntry> = {}): ContextEntry =>
  ({ kind: 'file', path, mode: 0o644, modified: 0, size, ...more }) as ContextEntry;

async function digestOf(content: string, more: Partial<ContextEntry> = {}, others: ContextEntry[] = []) {
  writeFileSync(join(context.path, 'a'), content);
  return (await contextDigest(context.path, [file('a', content.length, more), ...others])).digest;
}

describe('the digest of a context', () => {
  it('is the same for the same content, regardless of modification times', async () => {
    expect(await digestOf('x', { modified: 5 })).toBe(await digestOf('x', { modified: 6 }));
  });

  it('differs by content, mode, kind, target and path', async () => {
    const link = (target: string): ContextEntry => ({
      kind: 'link',
      path: 'l',
      mode: 0o777,
      modified: 0,
      target,
    });
    const plain = { path: 'l', mode: 0o777, modified: 0 };
    const digests = await Promise.all([digestOf('x', { mode: 0o755 })]);
    for (const others of [
      [],
      [link('a')],
      [link('b')],
      [{ ...plain, kind: 'folder' }],
      [{ ...plain, kind: 'pipe' }],
      [{ ...plain, kind: 'socket' }],
      [{ ...plain, kind: 'folder', path: 'm' }],
    ] as ContextEntry[][]) {
      digests.push(await digestOf('x', {}, others));
    }
    digests.push(await digestOf('y'));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('comes with the hash of each file, and reports the bytes read', async () => {
    writeFileSync(join(context.path, 'a'), 'abc');
    writeFileSync(join(context.path, 'b'), Buffer.alloc(3_000_000));
    const reported: number[] = [];
    const { entries } = await contextDigest(context.path, [file('a', 3), file('b', 3_000_000)], {
      report: (bytes) => reported.push(bytes),
    });
    expect(entries[0]?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(entries[1]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(reported[0]).toBe(3);
    expect(reported.at(-1)).toBe(3_000_003);
  });

  it.each([
    ['disappears', () => {}],
    ['grows', () => writeFileSync(join(context.path, 'a'), 'xx')],
  ])('is not created from a file that %s meanwhile', async (_, change) => {
    change();
    await expect(contextDigest(context.path, [file('a', 1)])).rejects.toThrow(
      'a changed while it was being packaged: run the command again',
    );
  });

  it.each([1, 3_000_000])('ends when it is aborted, with files of %d bytes', async (size) => {
    const controller = new AbortController();
    writeFileSync(join(context.path, 'a'), Buffer.alloc(size));
    const entries = Array.from({ length: 5000 }, () => file('a', size));
    const digest = contextDigest(context.path, entries, { signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await expect(digest).rejects.toThrow('interrupted');
  });
});
