import { isUtf8 } from 'node:buffer';
import { type Dirent, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { badInput } from '../exit-code';
import { fileFailure, shown } from './file-failure';
import type { IgnoreRules, Judgement } from './ignore-rules';
import { pauses } from './pause';

/**
 * One thing in a build context. `path` is relative to the context, with forward slashes and no slash at the end;
 * `modified` is in seconds since 1970.
 */
export type ContextEntry = { path: string; mode: number; modified: number } & (
  | { kind: 'file'; size: number }
  | { kind: 'folder' }
  | { kind: 'link'; target: string }
  /** A named pipe. */
  | { kind: 'pipe' }
  /** Docker sends an empty file in its place. */
  | { kind: 'socket' }
);

export interface ContextRules {
  ignores: IgnoreRules;
  /**
   * Whether a path stays even if the rules exclude it: the build itself reads it. The ignore file is one of them, so the
   * build applies the rules to these again.
   */
  keeps(path: string): boolean;
  /** The paths known to be kept: the folders they are in are read even when they are ignored. */
  kept: ReadonlySet<string>;
}

/**
 * What belongs to the context, sorted by path. Ignored folders are not read, unless an exception could match inside
 * them; if they are, they may be unreadable.
 */
export async function contextEntries(
  context: string,
  { ignores, keeps, kept }: ContextRules,
  signal?: AbortSignal,
): Promise<ContextEntry[]> {
  const entries: ContextEntry[] = [];
  const keptFolders = new Set([...kept].flatMap(parents));
  const pause = pauses(signal);

  async function walk(folder: string, judgement: Judgement | undefined): Promise<void> {
    for (const child of children(context, folder, judgement?.ignored === true)) {
      await pause();
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      const judged = ignores.judge(path, judgement);
      const included = !judged.ignored || keeps(path);
      if (included) requireName(context, folder, child);
      const before = entries.length;
      if (child.isDirectory()) {
        if (!judged.ignored || ignores.mayTakeBack(path) || keptFolders.has(path)) await walk(path, judged);
        // An ignored folder is part of the context only as the parent of something that is.
        if (!judged.ignored || entries.length > before) entries.push(entryOf(context, path));
      } else if (included) entries.push(entryOf(context, path));
    }
  }

  await walk('', undefined);
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function children(context: string, folder: string, ignored: boolean): Dirent[] {
  try {
    return readdirSync(join(context, folder), { withFileTypes: true });
  } catch (error) {
    if (ignored && (error as NodeJS.ErrnoException).code === 'EACCES') return [];
    throw fileFailure(error, folder === '' ? context : folder);
  }
}

function entryOf(context: string, path: string): ContextEntry {
  try {
    const file = join(context, path);
    const stats = lstatSync(file);
    const entry = { path, mode: permissions(stats), modified: Math.floor(stats.mtimeMs / 1000) };
    if (stats.isFile()) return { ...entry, kind: 'file', size: stats.size };
    if (stats.isDirectory()) return { ...entry, kind: 'folder' };
    if (stats.isSymbolicLink()) return { ...entry, kind: 'link', mode: 0o777, target: target(file, path) };
    if (stats.isFIFO()) return { ...entry, kind: 'pipe' };
    if (stats.isSocket()) return { ...entry, kind: 'socket' };
  } catch (error) {
    throw fileFailure(error, path);
  }
  throw badInput(`${shown(path)} is a device, which a zip can't contain: exclude it in .dockerignore`);
}

function target(file: string, path: string): string {
  const bytes = readlinkSync(file, { encoding: 'buffer' });
  if (!isUtf8(bytes))
    throw badInput(
      `the target of the link ${shown(path)} is not UTF-8: change it, or exclude the link in .dockerignore`,
    );
  return bytes.toString();
}

/** Node.js reads bytes that are not UTF-8 as U+FFFD, which is no longer the file's name. */
function requireName(context: string, folder: string, { name }: Dirent): void {
  if (!name.includes('\uFFFD')) return;
  const names = readdirSync(join(context, folder), { encoding: 'buffer' });
  const broken = names.find((bytes) => !isUtf8(bytes) && bytes.toString() === name);
  if (broken === undefined) return;
  const written = broken
    .toString('latin1')
    .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  throw badInput(
    `the name of ${folder === '' ? '' : `${shown(folder)}/`}${written} is not UTF-8: rename it, or exclude it in .dockerignore`,
  );
}

/** `a/b/c` -> `a`, `a/b` */
function parents(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

// Windows has no execute bit; Docker gives every file of such a context all of them.
const permissions = (stats: Stats) => (process.platform === 'win32' ? 0o755 : stats.mode & 0o7777);
