import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ignores, ignoreRules } from './ignore-rules';

/** The ignore file that Docker would read, and the rules in it. */
export interface IgnoreFile {
  /** Relative to the context; undefined when there is none and nothing is ignored. */
  path: string | undefined;
  ignores: Ignores;
}

/**
 * `<Dockerfile>.dockerignore` beside the Dockerfile comes before `.dockerignore` at the root of the context.
 * https://docs.docker.com/build/concepts/context/#filename-and-location
 */
export async function ignoreFile(context: string, dockerfile: string | undefined): Promise<IgnoreFile> {
  const candidates =
    dockerfile === undefined ? ['.dockerignore'] : [`${dockerfile}.dockerignore`, '.dockerignore'];
  for (const path of candidates) {
    const text = await textOf(join(context, path));
    if (text !== undefined) return { path, ignores: ignoreRules(text, path) };
  }
  return { path: undefined, ignores: () => false };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code)))
      return undefined;
    throw error;
  }
}
