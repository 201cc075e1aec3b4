import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignores } from './ignore-rules';

/** One thing in a build context. `path` is relative to the context, with forward slashes and no slash at the end. */
export type ContextEntry =
  | { kind: 'file'; path: string; mode: number; size: number }
  | { kind: 'folder'; path: string; mode: number }
  | { kind: 'link'; path: string; mode: number; target: string };

/**
 * What belongs to the context, sorted by path. `kept` are files that the build itself reads and that stay whatever
 * the rules say: the rules travel along, so the build applies them to these again. Sockets, pipes and devices are left out.
 */
export async function contextEntries(
  context: string,
  ignores: Ignores,
  kept: (path: string) => boolean,
): Promise<ContextEntry[]> {
  const entries: ContextEntry[] = [];

  async function walk(folder: string): Promise<void> {
    for (const name of await readdir(join(context, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const included = kept(path) || !ignores(path);
      const stats = await lstat(join(context, path));
      if (stats.isDirectory()) {
        const before = entries.length;
        await walk(path);
        // An ignored folder is there only as the parent of what an exception took back.
        if (included || entries.length > before)
          entries.push({ kind: 'folder', path, mode: permissions(stats) });
      } else if (included) {
        const entry = await leaf(context, path, stats);
        if (entry) entries.push(entry);
      }
    }
  }

  await walk('');
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function leaf(context: string, path: string, stats: Stats): Promise<ContextEntry | undefined> {
  const mode = permissions(stats);
  if (stats.isFile()) return { kind: 'file', path, mode, size: stats.size };
  if (stats.isSymbolicLink())
    return { kind: 'link', path, mode: 0o777, target: await readlink(join(context, path)) };
  return undefined;
}

// Windows has no execute bit; Docker gives every file of such a context all of them.
const permissions = (stats: Stats) => (process.platform === 'win32' ? 0o755 : stats.mode & 0o7777);
