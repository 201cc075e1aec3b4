import { basename } from 'node:path';
import { badInput } from '../exit-code';
import type { ContextEntry } from './context-entries';
import { followFile } from './dockerfile-path';
import { shown } from './file-failure';

/** By the names that are common: `Dockerfile`, `Dockerfile.prod`, `prod.Dockerfile`, `Containerfile`. */
export function looksLikeDockerfile(path: string): boolean {
  const name = basename(path);
  if (name.endsWith('.dockerignore')) return false;
  return /^(Dockerfile|Containerfile)(\..+)?$|\.(Dockerfile|Containerfile)$/i.test(name);
}

/** Throws when the Dockerfile does not lead to a file in the context; the message lists the Dockerfiles that exist. */
export function requireDockerfile(
  entries: readonly ContextEntry[],
  dockerfile: string,
  { folder, written }: { folder: string; written: string },
): void {
  const isFile = (path: string | undefined) =>
    entries.some((entry) => entry.kind === 'file' && entry.path === path);
  const followed = followFile(folder, dockerfile);
  const [link, ...rest] = 'paths' in followed ? followed.paths : [];
  if (rest.length === 0 && isFile(link)) return;
  if (rest.length > 0 && isFile(rest.at(-1))) return;
  if ('problem' in followed) throw badInput(`Dockerfile "${dockerfile}" ${followed.problem}`);
  if (rest.length > 0) {
    throw badInput(
      `Dockerfile "${dockerfile}" is a link to ${shown(String(rest.at(-1)))}, which is not a file in ${written} (Docker follows links inside the Dockerfile's folder only): change the link`,
    );
  }
  const existing = entries.filter((entry) => entry.kind === 'file' && looksLikeDockerfile(entry.path));
  const hint =
    existing.length === 0
      ? 'the folder contains no Dockerfile'
      : `set Dockerfile to one that exists: ${existing.map(({ path }) => shown(path)).join(', ')}`;
  throw badInput(`no file "${dockerfile}" in ${written}: ${hint}`);
}
