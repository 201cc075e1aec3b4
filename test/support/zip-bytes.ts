import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as its writer wanted it, however odd: what no well-behaved zip library writes. */
export interface OddEntry {
  name: string | Buffer;
  content?: string | Buffer;
  /** The system it says it was written on; default Unix. */
  host?: number;
  flags?: number;
  /** Unix mode, or DOS attributes where `host` is not Unix. */
  attributes?: number;
  extra?: Buffer;
  deflate?: boolean;
}

export interface OddArchive {
  comment?: string | Buffer;
  /** Bytes before the archive, as a self-extractor has them. */
  prefix?: Buffer;
  /** Zip64 records, also where the archive would do without. */
  zip64?: boolean;
}

const UTF8_NAME = 0x800;

/** The bytes of a zip (APPNOTE.TXT), entry by entry as given. */
export function zipBytes(
  entries: OddEntry[],
  { comment = '', prefix, zip64 = false }: OddArchive = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {
    name,
    content = '',
    host = 3,
    flags,
    attributes,
    extra = Buffer.alloc(0),
    deflate,
  } of entries) {
    const raw = Buffer.from(content);
    const data = deflate ? deflateRawSync(raw) : raw;
    const bytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags ?? (typeof name === 'string' ? UTF8_NAME : 0), 2);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(zip64 ? 0xffffffff : data.length, 14);
    common.writeUInt32LE(zip64 ? 0xffffffff : raw.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    const wide = zip64 ? field(0x0001, numbers64(raw.length, data.length, offset)) : Buffer.alloc(0);
    const fields = Buffer.concat([wide, extra]);
    common.writeUInt16LE(fields.length, 24);
    parts.push(numbers32(0x04034b50), common, bytes, fields, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(host === 3 ? ((attributes ?? 0o100644) << 16) >>> 0 : (attributes ?? 0), 6);
    tail.writeUInt32LE(zip64 ? 0xffffffff : offset, 10);
    directory.push(numbers32(0x02014b50), Buffer.from([20, host]), common, tail, bytes, fields);
    offset += 30 + bytes.length + fields.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 4);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 6);
  end.writeUInt32LE(zip64 ? 0xffffffff : listed.length, 8);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 12);
  end.writeUInt16LE(Buffer.byteLength(comment), 16);
  return Buffer.concat([
    prefix ?? Buffer.alloc(0),
    ...parts,
    listed,
    ...(zip64 ? [end64(entries.length, listed.length, offset)] : []),
    numbers32(0x06054b50),
    end,
    Buffer.from(comment),
  ]);
}

/** One field of an entry's extra data. */
function field(id: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** Info-ZIP's Unicode path field for a name. */
export const unicodePath = (name: Buffer, unicode: string): Buffer =>
  field(0x7075, Buffer.concat([Buffer.from([1]), numbers32(crc32(name)), Buffer.from(unicode)]));

function end64(entries: number, length: number, offset: number): Buffer {
  return Buffer.concat([
    numbers32(0x06064b50),
    numbers64(44),
    Buffer.from([45, 3, 45, 0]),
    numbers32(0, 0),
    numbers64(entries, entries, length, offset),
    numbers32(0x07064b50, 0),
    numbers64(offset + length),
    numbers32(1),
  ]);
}

function numbers32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

function numbers64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
  return bytes;
}
