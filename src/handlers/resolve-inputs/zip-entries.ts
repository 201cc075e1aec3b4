import { decodeName, HOST, normalizePath } from './zip-names';

/** A file or a folder of a zip, as its central directory describes it. */
export interface ZipEntry {
  /** As it is written in the archive. */
  name: string;
  /** The name without empty and `.` components; a folder ends in `/`. */
  path: string;
  /** The system that wrote it (APPNOTE.TXT 4.4.2). */
  host: number;
  /** Unix permissions and file type; of an archive from DOS or Windows, whether the file is read-only. */
  mode: string;
  crc32: number;
  /** Bytes, unpacked. */
  size: number;
  /** Bytes in the archive. */
  compressedSize: number;
  /** 0: stored, 8: deflated. */
  method: number;
  encrypted: boolean;
  /** Where its local header begins, by the archive's own count. */
  offset: number;
}

const SIGNATURE = 0x02014b50;
const HEADER = 46;
const ZIP64 = 0x0001;
const UNKNOWN = 0xffffffff;

/**
 * The entries of a central directory (APPNOTE.TXT 4.3.12), one at a time: a directory may have 300,000 of them.
 * @throws RangeError when the directory is damaged
 */
export function* entriesOf(directory: Buffer): Generator<ZipEntry> {
  for (let at = 0; at < directory.length; ) {
    if (at + HEADER > directory.length || directory.readUInt32LE(at) !== SIGNATURE)
      throw new RangeError(`no directory entry at byte ${at}`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    ) as [number, number, number];
    const next = at + HEADER + nameLength + extraLength + commentLength;
    if (next > directory.length) throw new RangeError(`the directory entry at byte ${at} is cut off`);
    yield entryOf(directory.subarray(at, next), nameLength, extraLength);
    at = next;
  }
}

function entryOf(bytes: Buffer, nameLength: number, extraLength: number): ZipEntry {
  const flags = bytes.readUInt16LE(8);
  const host = bytes.readUInt8(5);
  const extra = fieldsOf(bytes.subarray(HEADER + nameLength, HEADER + nameLength + extraLength));
  const name = decodeName({
    bytes: bytes.subarray(HEADER, HEADER + nameLength),
    host,
    utf8: (flags & 0x800) !== 0,
    extra,
  });
  const large = wideNumbers(extra.get(ZIP64));
  // Only what does not fit into the header is in the zip64 field, in this order.
  const [size, compressedSize, offset] = [24, 20, 42].map((field) => {
    const value = bytes.readUInt32LE(field);
    return value === UNKNOWN ? (large.shift() ?? value) : value;
  }) as [number, number, number];
  return {
    name,
    path: normalizePath(name),
    host,
    mode: modeOf(host, bytes.readUInt32LE(38)),
    crc32: bytes.readUInt32LE(16),
    size,
    compressedSize,
    method: bytes.readUInt16LE(10),
    encrypted: (flags & 1) !== 0,
    offset,
  };
}

function fieldsOf(extra: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) break;
    fields.set(extra.readUInt16LE(at), extra.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function wideNumbers(field: Buffer | undefined): number[] {
  const numbers: number[] = [];
  for (let at = 0; field !== undefined && at + 8 <= field.length; at += 8)
    numbers.push(Number(field.readBigUInt64LE(at)));
  return numbers;
}

/** Unix writes its mode into the upper half of the attributes, and so does Python on Windows; DOS has a read-only bit. */
function modeOf(host: number, attributes: number): string {
  const mode = attributes >>> 16;
  if (mode !== 0 || host === HOST.unix) return mode.toString(8);
  return (attributes & 1) === 0 ? 'writable' : 'read-only';
}

/** Whether the entry is a symbolic link: the text in it is the link's target. */
export const isLink = ({ mode }: ZipEntry): boolean => mode.length === 6 && mode.startsWith('12');
