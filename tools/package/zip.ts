import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The zip format stores local time from 1980 on; a fixed time gives the same bytes everywhere. */
const EPOCH = new Date(1980, 0, 1);

/** A zip whose bytes depend only on the entries' names and contents: sorted, deflated, with a fixed time and mode. */
export function zip(entries: Record<string, Buffer>): Promise<Buffer> {
  const file = new ZipFile();
  for (const name of Object.keys(entries).sort()) {
    const options = {
      mtime: EPOCH,
      mode: 0o100644,
      compress: true,
      compressionLevel: 9,
      forceDosTimestamp: true,
    };
    file.addBuffer(entries[name] as Buffer, name, options);
  }
  file.end();
  return buffer(file.outputStream as NodeJS.ReadableStream);
}
