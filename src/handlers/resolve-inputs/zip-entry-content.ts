import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { ArchiveEnd, CentralDirectory, ReadRange } from './zip-directory';
import { isLink, type ZipEntry } from './zip-entries';

const SIGNATURE = 0x04034b50;
const HEADER = 30;
/** Name and extra fields of a local header, which may differ from the directory's. */
const HEADER_ROOM = 4096;
/** Larger than any Dockerfile. */
const MAX_SIZE = 1024 * 1024;

const [STORED, DEFLATED] = [0, 8];

/**
 * The text of one entry, in at most one read; it only serves warnings.
 * @returns undefined when the entry is a link, encrypted, damaged, too large or compressed in an unusual way
 */
export async function readEntry(
  entry: ZipEntry,
  { size, tail, directory }: ArchiveEnd & { directory: CentralDirectory },
  readRange: ReadRange,
): Promise<string | undefined> {
  if (isLink(entry) || entry.encrypted || entry.size > MAX_SIZE || entry.compressedSize > MAX_SIZE)
    return undefined;
  const start = entry.offset + directory.prefix;
  const end = Math.min(start + HEADER + HEADER_ROOM + entry.compressedSize, directory.start);
  if (start < 0 || end - start < HEADER) return undefined;
  const tailStart = size - tail.length;
  const bytes = Buffer.from(
    start >= tailStart ? tail.subarray(start - tailStart, end - tailStart) : await readRange(start, end - 1),
  );
  if (bytes.length < HEADER || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const from = HEADER + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return unpack(bytes.subarray(from, from + entry.compressedSize), entry);
}

async function unpack(
  bytes: Buffer,
  { method, size, compressedSize }: ZipEntry,
): Promise<string | undefined> {
  if (bytes.length < compressedSize) return undefined;
  if (method === STORED) return bytes.toString('utf8');
  if (method !== DEFLATED) return undefined;
  try {
    return (await promisify(inflateRaw)(bytes, { maxOutputLength: Math.max(1, size) })).toString('utf8');
  } catch {
    return undefined;
  }
}
