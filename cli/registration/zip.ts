import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** The zip format stores local time from 1980 on; a fixed time gives the same bytes everywhere. */
const EPOCH = new Date(1980, 0, 1);

const FILE = 0o100644;

export interface ZipEntry {
  name: string;
  content: Buffer;
  /** Default: a regular file that everyone may read. */
  mode?: number;
}

/** A zip whose bytes depend only on the entries: sorted, deflated, with a fixed time. */
export function zip(entries: ZipEntry[]): Promise<Buffer> {
  const file = new ZipFile();
  for (const { name, content, mode = FILE } of entries.toSorted(byName)) {
    const options = {
      mtime: EPOCH,
      mode,
      compress: true,
      compressionLevel: 9,
      forceDosTimestamp: true,
    };
    file.addBuffer(content, name, options);
  }
  file.end();
  return buffer(file.outputStream as NodeJS.ReadableStream);
}

const byName = (one: ZipEntry, other: ZipEntry): number => (one.name < other.name ? -1 : 1);

/** The wanted files in a zip, by default all; folders are created with them. */
export async function unzip(archive: Buffer, wanted = (_name: string) => true): Promise<ZipEntry[]> {
  const file = await fromBufferPromise(archive, { lazyEntries: true, autoClose: false });
  const entries: ZipEntry[] = [];
  for await (const entry of file.eachEntry()) {
    const { fileName: name, externalFileAttributes } = entry;
    if (name.endsWith('/') || !wanted(name)) continue;
    const content = await buffer(await file.openReadStreamPromise(entry));
    // A tool on Windows records no mode.
    entries.push({ name, content, mode: externalFileAttributes >>> 16 || FILE });
  }
  return entries;
}
