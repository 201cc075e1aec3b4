import { basename } from 'node:path';
import { badInput } from '../exit-code';
import type { ContextEntry } from './context-entries';

/** By the names that are in use: `Dockerfile`, `Dockerfile.prod`, `prod.Dockerfile`, `Containerfile`. */
export function looksLikeDockerfile(path: string): boolean {
  const name = basename(path);
  if (name.endsWith('.dockerignore')) return false;
  return /^(Dockerfile|Containerfile)(\..+)?$|\.(Dockerfile|Containerfile)$/i.test(name);
}

/** Throws when the Dockerfile is not a file of the context; the message lists the Dockerfiles that are. */
export function requireDockerfile(
  entries: readonly ContextEntry[],
  dockerfile: string,
  folder: string,
  logicalId: string,
): void {
  if (entries.some((entry) => entry.path === dockerfile && entry.kind !== 'folder')) return;
  const there = entries.filter((entry) => entry.kind === 'file' && looksLikeDockerfile(entry.path));
  const hint =
    there.length === 0
      ? 'there is no Dockerfile in it at all'
      : `set Dockerfile to one that is there: ${there.map((entry) => entry.path).join(', ')}`;
  throw badInput(`${logicalId}: no file "${dockerfile}" in ${folder}: ${hint}`);
}
