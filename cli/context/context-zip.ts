import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { notReady } from '../exit-code';
import type { HashedEntry } from './context-digest';
import { pauses } from './pause';
import { isSmall, readContent } from './read-content';
import type { Member } from './zip-records';
import { ZipWriter } from './zip-writer';

/** The kinds of `stat`'s mode. */
const KINDS = {
  file: 0o100000,
  folder: 0o040000,
  link: 0o120000,
  pipe: 0o010000,
  socket: 0o100000,
};

const EMPTY = Buffer.alloc(0);

type FileEntry = HashedEntry & { kind: 'file' };

/**
 * Writes the entries in their order to `zipFile`. `report` gets the number of bytes of content written so far.
 * @throws CommandFailure when a file is no longer what it was when it was hashed
 */
export async function writeContextZip(
  context: string,
  entries: readonly HashedEntry[],
  zipFile: string,
  { report, signal }: { report?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const zip = new ZipWriter(zipFile);
  const pause = pauses(signal);
  let done = 0;
  const count = (bytes: number) => {
    done += bytes;
    report?.(done);
  };
  try {
    for (const entry of entries) {
      const member = memberOf(entry);
      if (entry.kind === 'file') await addFile(zip, context, entry, member, count, signal);
      else zip.add(member, entry.kind === 'link' ? Buffer.from(entry.target) : EMPTY);
      await pause();
    }
    zip.finish();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'write')
      throw notReady(
        `can't write to the temporary folder ${tmpdir()} (${code}): set TMPDIR to one with more space`,
      );
    throw error;
  } finally {
    zip.close();
  }
}

/** A link's content is its target, as Info-ZIP writes it and `unzip` restores it. */
const memberOf = ({ kind, path, mode, modified }: HashedEntry): Member => ({
  name: kind === 'folder' ? `${path}/` : path,
  mode: KINDS[kind] | mode,
  modified,
});

async function addFile(
  zip: ZipWriter,
  context: string,
  entry: FileEntry,
  member: Member,
  count: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const content = readContent(context, entry, signal);
  if (isSmall(entry)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    zip.add(member, Buffer.concat(chunks));
    count(entry.size);
    return;
  }
  let checksum = 0;
  async function* checksummed() {
    for await (const chunk of content) {
      checksum = crc32(chunk, checksum);
      count(chunk.length);
      yield chunk;
    }
  }
  await zip.addLarge(
    member,
    entry.size,
    (take) =>
      pipeline(checksummed(), createDeflateRaw({ chunkSize: 256 * 1024 }), async (deflated) => {
        for await (const chunk of deflated) take(chunk);
      }),
    () => ({ crc32: checksum, size: entry.size }),
  );
}
