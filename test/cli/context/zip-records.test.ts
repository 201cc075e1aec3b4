import { directoryRecord, endRecord, isLarge, localHeader, Method } from '../../../cli/context/zip-records';

const member = {
  name: 'ü',
  mode: 0o100644,
  modified: 1,
  crc32: 7,
  method: Method.stored,
  compressedSize: 2,
  size: 3,
};
const GIB = 1024 ** 3;

/** The extra fields of a record by their id. */
function extrasOf(record: Buffer, at: number): Record<number, Buffer> {
  const found: Record<number, Buffer> = {};
  for (let next = at; next < record.length; next += 4 + record.readUInt16LE(next + 2)) {
    found[record.readUInt16LE(next)] = record.subarray(next + 4, next + 4 + record.readUInt16LE(next + 2));
  }
  return found;
}

describe("a member's records", () => {
  it('have a UTF-8 name and the time in UTC, before the content and in the directory', () => {
    for (const [record, fixed] of [
      [localHeader(member, false), 30],
      [directoryRecord({ ...member, offset: 9 }), 46],
    ] as const) {
      const flags = record.readUInt16LE(fixed === 30 ? 6 : 8);
      expect(flags).toBe(0x800);
      expect(record.subarray(fixed, fixed + 2).toString()).toBe('ü');
      expect(extrasOf(record, fixed + 2)[0x5455]?.readInt32LE(1)).toBe(1);
    }
  });

  it('have 64-bit sizes only where 32 bits are too few', () => {
    const large = { ...member, size: 5 * GIB, compressedSize: 6 * GIB };
    const local = localHeader(large, true);
    expect(local.readUInt32LE(18)).toBe(0xffffffff);
    expect(extrasOf(local, 32)[1]?.readBigUInt64LE(0)).toBe(BigInt(5 * GIB));
    expect(extrasOf(local, 32)[1]?.readBigUInt64LE(8)).toBe(BigInt(6 * GIB));
    const offset = directoryRecord({ ...member, offset: 7 * GIB });
    expect(offset.readUInt32LE(42)).toBe(0xffffffff);
    expect(extrasOf(offset, 48)[1]).toHaveLength(8);
    expect(extrasOf(offset, 48)[1]?.readBigUInt64LE(0)).toBe(BigInt(7 * GIB));
    expect(extrasOf(directoryRecord({ ...member, offset: 9 }), 48)[1]).toBeUndefined();
  });

  it.each([
    [0, false],
    [4 * GIB - 10_000_000, false],
    [4 * GIB - 1, true],
    [5 * GIB, true],
  ])('of %d bytes leave room for 64-bit sizes: %s', (size, large) => {
    expect(isLarge(size)).toBe(large);
  });
});

it.each([
  [1, 10, 10, 22],
  [65_535, 10, 10, 98],
  [1, 5 * GIB, 10, 98],
  [1, 10, 5 * GIB, 98],
])(
  'the end of an archive with %d members, %d bytes of directory at %d takes %d bytes',
  (count, size, offset, bytes) => {
    expect(endRecord(count, size, offset)).toHaveLength(bytes);
  },
);
