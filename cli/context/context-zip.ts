import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { badInput } from '../exit-code';
import type { HashedEntry } from './context-digest';

// The earliest time that a zip can hold, in the zone-less form only: the same bytes in every time zone.
const times = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };
const FILE = 0o100000;
const FOLDER = 0o040000;
const LINK = 0o120000;

/**
 * Writes the entries in their order to `zipFile`, streaming. Throws when a file is no longer what it was when it was
 * hashed: an object must hold what its name says.
 */
export async function writeContextZip(
  context: string,
  entries: readonly HashedEntry[],
  zipFile: string,
): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(zipFile));
  const failed = new Promise<never>((_, reject) => zip.once('error', reject));
  for (const entry of entries) add(zip, context, entry);
  zip.end();
  await Promise.race([written, failed]);
}

function add(zip: ZipFile, context: string, entry: HashedEntry): void {
  if (entry.kind === 'folder') {
    zip.addEmptyDirectory(entry.path, { ...times, mode: FOLDER | entry.mode });
  } else if (entry.kind === 'link') {
    // A link is an entry whose content is the target, as Info-ZIP writes it and `unzip` restores it.
    zip.addBuffer(Buffer.from(entry.target), entry.path, {
      ...times,
      mode: LINK | entry.mode,
      compress: false,
    });
  } else {
    const options = { ...times, mode: FILE | entry.mode, size: entry.size };
    zip.addReadStreamLazy(entry.path, options, (done) => {
      const content = createReadStream(join(context, entry.path));
      const checked = unchanged(entry);
      content.on('error', (error) => checked.destroy(error));
      checked.on('error', (error) => zip.emit('error', error));
      done(null, content.pipe(checked));
    });
  }
}

/** Passes the content through and fails at its end when it is not what was hashed. */
function unchanged(entry: HashedEntry): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const same = entry.kind === 'file' && hash.digest('hex') === entry.sha256;
      done(same ? null : badInput(`${entry.path} changed while it was packaged: run the command again`));
    },
  });
}
