import { readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Docker's own limit. */
const MAX_LINKS = 40;

/** A file of the context and the links that lead to it, all relative to the context. */
export type Followed = { paths: string[] } | { problem: string };

/**
 * Follows a path of the context the way Docker opens a Dockerfile: links in its folder are followed as the operating
 * system does, but the file's own link only below that folder, which counts as `/`.
 */
export function followFile(context: string, path: string): Followed {
  const paths: string[] = [];
  const folder = followFolder(context, posix.dirname(path), paths);
  if (folder === undefined) return { problem: 'leads out of the build context' };
  const root = folder === '' ? '/' : `/${folder}`;
  return followBelow(context, root, posix.basename(path), paths);
}

function followFolder(context: string, path: string, paths: string[]): string | undefined {
  const steps = path === '.' ? [] : path.split('/');
  let current = '';
  while (steps.length > 0) {
    const next = posix.join(current, steps.shift() ?? '');
    if (next === '..' || next.startsWith('../') || paths.length > MAX_LINKS) return undefined;
    const target = linkTarget(context, next);
    if (target === undefined) current = next === '.' ? '' : next;
    else {
      paths.push(next);
      if (target.startsWith('/')) return undefined;
      steps.unshift(...target.split('/'));
    }
  }
  return current;
}

function followBelow(context: string, root: string, name: string, paths: string[]): Followed {
  const steps = [name];
  let current = '/';
  const inContext = (below: string) => posix.join(root, below).slice(1);
  while (steps.length > 0) {
    const next = posix.join(current, steps.shift() ?? '');
    const target = next === '/' ? undefined : linkTarget(context, inContext(next));
    if (target === undefined) current = next;
    else {
      if (paths.length > MAX_LINKS) return { problem: 'is a link that leads back to itself' };
      paths.push(inContext(next));
      if (target.startsWith('/')) current = '/';
      steps.unshift(...target.split('/').filter((step) => step !== ''));
    }
  }
  return { paths: [...paths, inContext(current)] };
}

/** The target of a link; undefined for anything else. */
function linkTarget(context: string, path: string): string | undefined {
  try {
    return readlinkSync(join(context, path));
  } catch {
    return undefined;
  }
}
