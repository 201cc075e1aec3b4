import { PassThrough, type Readable } from 'node:stream';
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';

/** Bytes from `start` to `end`, both included. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** Why a read failed is kept apart from "this is no zip". */
class RangeReader extends RandomAccessReader {
  failure: unknown;

  constructor(private readonly readRange: ReadRange) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const stream = new PassThrough();
    this.readRange(start, end - 1).then(
      (bytes) => stream.end(bytes),
      (error) => {
        this.failure = error;
        stream.destroy(error);
      },
    );
    return stream;
  }
}

/**
 * The names of a zip's files, from its central directory alone: a few ranges of a build context of any size.
 * @returns undefined when it is no zip
 * @throws what `readRange` throws
 */
export async function zipEntries(size: number, readRange: ReadRange): Promise<string[] | undefined> {
  const reader = new RangeReader(readRange);
  try {
    return await names(await open(reader, size));
  } catch {
    if (reader.failure !== undefined) throw reader.failure;
    return undefined;
  }
}

const open = (reader: RandomAccessReader, size: number): Promise<ZipFile> =>
  new Promise((opened, failed) => {
    fromRandomAccessReader(reader, size, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) failed(error);
      else opened(zip);
    });
  });

const names = (zip: ZipFile): Promise<string[]> =>
  new Promise((done, failed) => {
    const found: string[] = [];
    zip.on('error', failed);
    zip.on('end', () => done(found));
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) found.push(entry.fileName);
      zip.readEntry();
    });
    zip.readEntry();
  });
