/** Bytes from `start` to `end`, both included. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** The end of an archive, in which its central directory ends and, in a small archive, begins too. */
export interface ArchiveEnd {
  /** Bytes of the whole archive. */
  size: number;
  /** Its last bytes. */
  tail: Uint8Array;
}

export interface CentralDirectory {
  bytes: Buffer;
  /** Where the directory begins in the archive. */
  start: number;
  /** Bytes before the archive proper (a self-extractor's), which its offsets do not count. */
  prefix: number;
}

/** The directory is kept in memory; at about 100 bytes a file, this is 300,000 files. */
export const MAX_DIRECTORY = 32 * 1024 * 1024;

/** APPNOTE.TXT 4.3.14 to 4.3.16. */
const END = { signature: 0x06054b50, length: 22 } as const;
const LOCATOR = { signature: 0x07064b50, length: 20 } as const;
const END_64 = { signature: 0x06064b50, length: 56 } as const;
const MAX_COMMENT = 0xffff;

/**
 * The central directory of a zip, in at most one read: none where it lies in the tail, which the caller has.
 * @returns undefined when the bytes are not a zip archive, the directory's size when it is too large to be read
 */
export async function readDirectory(
  { size, tail }: ArchiveEnd,
  readRange: ReadRange,
): Promise<CentralDirectory | { tooLarge: number } | undefined> {
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const tailStart = size - end.length;
  const found = locate(end, tailStart);
  if (found === undefined || found.start < 0 || found.prefix < 0) return undefined;
  const { start, length, prefix } = found;
  if (length > MAX_DIRECTORY) return { tooLarge: length };
  if (start >= tailStart) return { bytes: sliceOf(end, start - tailStart, length), start, prefix };
  const head = await readRange(start, Math.min(tailStart, start + length) - 1);
  const rest = sliceOf(end, 0, Math.max(0, start + length - tailStart));
  return { bytes: Buffer.concat([head, rest]), start, prefix };
}

const sliceOf = (bytes: Buffer, from: number, length: number): Buffer => bytes.subarray(from, from + length);

interface Located {
  start: number;
  length: number;
  prefix: number;
}

/** @param tailStart where the tail begins in the archive */
function locate(tail: Buffer, tailStart: number): Located | undefined {
  const at = findEnd(tail);
  if (at === undefined) return undefined;
  const end64 = findEnd64(tail, at, tailStart);
  const [from, length, offset] =
    end64 === undefined
      ? [at, tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
      : [end64, Number(tail.readBigUInt64LE(end64 + 40)), Number(tail.readBigUInt64LE(end64 + 48))];
  // The directory ends where its end record begins, even if other bytes precede the archive.
  const start = tailStart + from - length;
  return { start, length, prefix: start - offset };
}

/** The last end record: one whose comment reaches exactly to the end of the file, or else the last signature. */
function findEnd(tail: Buffer): number | undefined {
  const first = Math.max(0, tail.length - END.length - MAX_COMMENT);
  let last: number | undefined;
  for (let at = tail.length - END.length; at >= first; at -= 1) {
    if (tail.readUInt32LE(at) !== END.signature) continue;
    if (at + END.length + tail.readUInt16LE(at + 20) === tail.length) return at;
    last ??= at;
  }
  return last;
}

/** The end record of zip64, to which a locator before the end record points. */
function findEnd64(tail: Buffer, end: number, tailStart: number): number | undefined {
  const locator = end - LOCATOR.length;
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR.signature) return undefined;
  const offsets = [Number(tail.readBigUInt64LE(locator + 8)) - tailStart, locator - END_64.length];
  return offsets.find(
    (at) => at >= 0 && at + END_64.length <= locator && tail.readUInt32LE(at) === END_64.signature,
  );
}
