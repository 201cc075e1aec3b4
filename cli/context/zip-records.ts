// The records of a zip archive (PKWARE's APPNOTE.TXT, Info-ZIP's extra fields). No library writes names as they are:
// they take a backslash for a separator and refuse `C:`, both of which are ordinary characters in a build context.

/** A member of the archive, as far as it is known before its content. */
export interface Member {
  /** With forward slashes; a folder's name ends with one. */
  name: string;
  /** The kind and permissions as in `stat`. */
  mode: number;
  /** Seconds since 1970. */
  modified: number;
}

/** A member whose content is written. */
export interface WrittenMember extends Member {
  crc32: number;
  method: Method;
  compressedSize: number;
  size: number;
  /** The position of its local header. */
  offset: number;
}

export const Method = { stored: 0, deflated: 8 } as const;
export type Method = (typeof Method)[keyof typeof Method];

/** The largest 32-bit number means "see the zip64 field". */
const MAX_32 = 0xffffffff;
const MAX_16 = 0xffff;
const UNIX = 3;
const UTF_8_NAME = 1 << 11;
const FOLDER_ATTRIBUTE = 0x10;
/** 1980-01-01 00:00, the earliest that the old field can contain: it has no time zone, the extra field is exact. */
const DOS_TIME = 0x00210000;

/** Whether the size needs a 64-bit field. Deflated random data is a little larger than the data. */
export const isLarge = (size: number) => size + size / 1000 + 1024 > MAX_32;

/** The header before the content. `large` must be the same when the header is written again with the sizes. */
export function localHeader(member: Omit<WrittenMember, 'offset'>, large: boolean): Buffer {
  const name = Buffer.from(member.name);
  const sizes = large ? zip64([member.size, member.compressedSize]) : Buffer.alloc(0);
  const extra = Buffer.concat([sizes, timestamp(member.modified)]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  common(member, large, name, extra).copy(header, 4);
  return Buffer.concat([header, name, extra]);
}

/** The member's record in the directory at the end. */
export function directoryRecord(member: WrittenMember): Buffer {
  const { size, compressedSize, offset } = member;
  const name = Buffer.from(member.name);
  const long = [size, compressedSize, offset].filter((value) => value >= MAX_32);
  const extra = Buffer.concat([long.length > 0 ? zip64(long) : Buffer.alloc(0), timestamp(member.modified)]);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((UNIX << 8) | version(long.length > 0), 4);
  common(member, long.length > 0, name, extra).copy(header, 6);
  header.writeUInt32LE(Math.min(compressedSize, MAX_32), 20);
  header.writeUInt32LE(Math.min(size, MAX_32), 24);
  const attributes = member.name.endsWith('/') ? FOLDER_ATTRIBUTE : 0;
  header.writeUInt32LE(((member.mode << 16) | attributes) >>> 0, 38);
  header.writeUInt32LE(Math.min(offset, MAX_32), 42);
  return Buffer.concat([header, name, extra]);
}

/** What ends the archive: `count` records of `size` bytes in all, the first of them at `offset`. */
export function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(size, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  const fits = count < MAX_16 && size < MAX_32 && offset < MAX_32;
  return fits ? end : Buffer.concat([largeEnd(count, size, offset), end]);
}

/** The 26 bytes that the local header and the directory record have in common. */
function common(member: Omit<WrittenMember, 'offset'>, large: boolean, name: Buffer, extra: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(version(large), 0);
  fields.writeUInt16LE(UTF_8_NAME, 2);
  fields.writeUInt16LE(member.method, 4);
  fields.writeUInt32LE(DOS_TIME, 6);
  fields.writeUInt32LE(member.crc32, 10);
  fields.writeUInt32LE(large ? MAX_32 : member.compressedSize, 14);
  fields.writeUInt32LE(large ? MAX_32 : member.size, 18);
  fields.writeUInt16LE(name.length, 22);
  fields.writeUInt16LE(extra.length, 24);
  return fields;
}

/** 4.5 is the first version with 64-bit sizes. */
const version = (large: boolean) => (large ? 45 : 20);

function zip64(values: number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(0x0001, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return field;
}

/** Info-ZIP's extended timestamp: the modification time in UTC, as 32 bits with a sign. */
function timestamp(seconds: number): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x5455, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeInt32LE(Math.max(-(2 ** 31), Math.min(seconds, 2 ** 31 - 1)), 5);
  return field;
}

function largeEnd(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE((UNIX << 8) | version(true), 12);
  record.writeUInt16LE(version(true), 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
