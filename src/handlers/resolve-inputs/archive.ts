import { hash } from 'node:crypto';
import type { ObjectTail } from '../../ports/s3';
import { type ReadRange, readDirectory } from './zip-directory';
import { entriesOf, isLink, type ZipEntry } from './zip-entries';
import { readEntry } from './zip-entry-content';
import { escapeOf } from './zip-names';

/** What the directory of a source archive says about the build context. */
export interface Archive {
  /** SHA-256 of what is in it: any order, any times, any compression give the same. */
  contents: string;
  /** How many files it has. */
  files: number;
  /** The paths of files that look like Dockerfiles. */
  dockerfiles: string[];
  /** Whether the wanted Dockerfile is there. */
  hasDockerfile: boolean;
  /** The wanted Dockerfile's text; undefined where it can't be read at the price of one request. */
  dockerfile: string | undefined;
}

export type ArchiveProblem = 'not a zip' | { tooLarge: number } | { escaping: string; why: string };

/** Bytes at the end of an archive that are read at once: they hold the whole directory of about 10,000 files. */
export const TAIL = 1024 * 1024;

/**
 * Reads what matters of an archive in at most two requests after its tail, however many files it has.
 * @param wanted the normalized path of the Dockerfile
 */
export async function readArchive(
  { size, bytes: tail }: ObjectTail,
  wanted: string,
  readRange: ReadRange,
): Promise<Archive | ArchiveProblem> {
  const directory = await readDirectory({ size, tail }, readRange);
  if (directory === undefined) return 'not a zip';
  if ('tooLarge' in directory) return directory;
  const lines: string[] = [];
  const dockerfiles: string[] = [];
  let files = 0;
  let hasDockerfile = false;
  let dockerfile: ZipEntry | undefined;
  try {
    for (const entry of entriesOf(directory.bytes)) {
      const why = escapeOf(entry.name, entry.host);
      if (why !== undefined) return { escaping: entry.name, why };
      lines.push(JSON.stringify([entry.path, entry.crc32, entry.size, entry.mode]));
      if (entry.path.endsWith('/')) continue;
      files += 1;
      if (DOCKERFILE.test(entry.path)) dockerfiles.push(entry.path);
      // A later entry of the same path replaces the earlier one.
      if (entry.path === wanted) dockerfile = entry;
      // A folder that is a link may lead to the Dockerfile: only the build can find out.
      if (entry.path === wanted || (isLink(entry) && wanted.startsWith(`${entry.path}/`)))
        hasDockerfile = true;
    }
  } catch (error) {
    if (error instanceof RangeError) return 'not a zip';
    throw error;
  }
  const text =
    dockerfile === undefined ? undefined : await readEntry(dockerfile, { size, tail, directory }, readRange);
  return {
    contents: hash('sha256', lines.sort().join('\n')),
    files,
    dockerfiles,
    hasDockerfile,
    dockerfile: text,
  };
}

const DOCKERFILE = /(^|\/)([^/]*\.)?(Docker|Container)file(\.(?!dockerignore$)[^/]*)?$/i;
