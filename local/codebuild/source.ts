import { chmodSync, createWriteStream, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

const LINK = 0o120000;
const KIND = 0o170000;

/**
 * Unpacks a zip into a folder, with its modes and symbolic links.
 * @throws Error for an archive that is none, or that would write outside the folder
 */
export async function unzipInto(archive: Buffer, folder: string): Promise<void> {
  const zip = await new Promise<ZipFile>((done, failed) => {
    fromBuffer(archive, { lazyEntries: true }, (error, opened) => (error ? failed(error) : done(opened)));
  });
  await new Promise<void>((done, failed) => {
    zip.on('error', failed);
    zip.on('end', done);
    zip.on('entry', (entry: Entry) => {
      extract(zip, entry, folder).then(() => zip.readEntry(), failed);
    });
    zip.readEntry();
  });
}

async function extract(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = resolve(folder, entry.fileName);
  if (path !== folder && !path.startsWith(folder + sep))
    throw new Error(`the archive holds a path outside of it: ${entry.fileName}`);
  if (entry.fileName.endsWith('/')) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const mode = entry.externalFileAttributes >>> 16;
  const stream = await opened(zip, entry);
  if ((mode & KIND) === LINK) {
    symlinkSync((await buffer(stream)).toString('utf8'), path);
    return;
  }
  await pipeline(stream, createWriteStream(path));
  if ((mode & 0o777) !== 0) chmodSync(path, mode & 0o777);
}

const opened = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((done, failed) => {
    zip.openReadStream(entry, (error, stream) => (error ? failed(error) : done(stream)));
  });
