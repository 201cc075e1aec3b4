import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The zip format counts local time from 1980; the same time everywhere gives the same bytes. */
const EPOCH = new Date(1980, 0, 1);

/** A zip whose bytes depend on its entries' names and contents alone: sorted, deflated, of one time and one mode. */
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
