import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, fileFailure } from './file-failure';

const MIB = 1024 * 1024;

interface FileEntry {
  path: string;
  size: number;
  /** SHA-256 (hex) of the expected content, once it is known. */
  sha256?: string;
}

/** A small file is read as a whole, which is many times faster than a stream. */
export const isSmall = ({ size }: FileEntry) => size <= MIB;

/**
 * The content of a file in the context, chunk by chunk, and its SHA-256 (hex) as the last value.
 * @throws CommandFailure when the file can't be read, or when it is not what was listed and hashed before
 */
export async function* readContent(
  context: string,
  entry: FileEntry,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, string> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    const file = join(context, entry.path);
    const chunks = isSmall(entry)
      ? [readFileSync(file)]
      : createReadStream(file, { highWaterMark: MIB, signal });
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw fileFailure(error, entry.path);
  }
  const sha256 = hash.digest('hex');
  if (size !== entry.size || (entry.sha256 ?? sha256) !== sha256) throw changed(entry.path);
  return sha256;
}
