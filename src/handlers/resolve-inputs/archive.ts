import { hash } from 'node:crypto';
import type { ObjectTail } from '../../ports/s3';
import { type ReadRange, readDirectory } from './zip-directory';
import { entriesOf, isLink, type ZipEntry } from './zip-entries';
import { readEntry } from './zip-entry-content';
import { escapeOf } from './zip-names';

/** The build context, as described by its archive's central directory. */
export interface Archive {
  /** SHA-256 of the content, independent of the order, times and compression of the entries. */
  contents: string;
  /** How many files it has. */
  files: number;
  /** The paths of files that look like Dockerfiles. */
  dockerfiles: string[];
  /** Whether the wanted Dockerfile is there. */
  hasDockerfile: boolean;
  /** The Dockerfile's text; undefined if it can't be read in one request. */
  dockerfile: string | undefined;
}

export type ArchiveProblem =
  | 'not a zip'
  | { tooLarge: number }
  | { escaping: string; why: string }
  | { encrypted: string };

/** Bytes that are read from the end of an archive first: enough for the directory of about 10,000 files. */
export const TAIL = 1024 * 1024;

/**
 * Describes an archive with at most two requests after the one for its tail, for any number of files.
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
      if (entry.encrypted) return { encrypted: entry.name };
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
