import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../aws/connection';
import { contextDigest } from '../context/context-digest';
import type { ContextEntry } from '../context/context-entries';
import type { ContextFolder } from '../context/context-folder';
import { writeContextZip } from '../context/context-zip';
import { shown } from '../context/file-failure';
import type { Display } from '../display/report';
import { megabytes } from '../display/words';
import { CommandFailure } from '../exit-code';
import { withScratchFolder } from '../scratch';
import type { ArtifactBucket } from './artifact-bucket';
import { objectKey } from './object-key';
import { objectExists, uploadFile } from './upload';

/** Milliseconds between two reports of progress. */
const REPORT_INTERVAL = 100;

/** Where contexts are uploaded to, and where progress is shown. */
export interface ContextTarget {
  connection: Connection;
  bucket: ArtifactBucket;
  prefix: string | undefined;
  display: Display;
  signal: AbortSignal | undefined;
}

/** Throws what `work` throws, with the name of the builder that it is about. */
export async function namingBuilder<T>(logicalId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(error.exitCode, `${logicalId}: ${error.message}`, { cause: error });
  }
}

/**
 * Uploads the entries of a folder's context to the bucket under the digest of their content, and returns where they
 * are. An object that exists already is neither zipped nor uploaded again.
 */
export async function uploadContext(
  context: ContextFolder,
  entries: readonly ContextEntry[],
  target: ContextTarget,
): Promise<{ S3Bucket: string; S3Key: string }> {
  const S3Key = await namingBuilder(context.logicalId, () => upload(context, entries, target));
  return { S3Bucket: target.bucket.name, S3Key };
}

async function upload(
  context: ContextFolder,
  entries: readonly ContextEntry[],
  target: ContextTarget,
): Promise<string> {
  const { connection, bucket, display, signal } = target;
  const { logicalId, folder, written } = context;
  const step = (message: string) => display.show({ type: 'step', message: `${logicalId}: ${message}` });
  const progress = (work: string, total: number) =>
    atMostEvery(REPORT_INTERVAL, (done: number) =>
      display.show({ type: 'progress', message: `${logicalId}: ${work} ${written}`, done, total }),
    );

  announceSpecialFiles(context, entries, display);
  const total = entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.size : 0), 0);
  const reading = { report: progress('reading', total), signal };
  const { digest, entries: hashed } = await contextDigest(folder, entries, reading);
  const key = objectKey(target.prefix, `${digest}.zip`);
  const place = { bucket: bucket.name, key, owner: bucket.owner };
  if (await objectExists(connection.s3, place, signal)) {
    step(`${written} is unchanged, nothing to upload`);
    return key;
  }
  await withScratchFolder(async (scratch) => {
    const zip = join(scratch, 'context.zip');
    await writeContextZip(folder, hashed, zip, { report: progress('zipping', total), signal });
    const { size } = await stat(zip);
    step(`uploading ${written} (${count(hashed.length)}, ${megabytes(size)})`);
    await uploadFile(connection.s3, place, zip, progress('uploading', size), signal);
  });
  return key;
}

function announceSpecialFiles(
  { logicalId, written }: ContextFolder,
  entries: readonly ContextEntry[],
  display: Display,
): void {
  for (const { kind, path } of entries) {
    if (kind !== 'pipe' && kind !== 'socket') continue;
    const what =
      kind === 'pipe'
        ? 'a named pipe and is packaged as one, as docker build does'
        : 'a socket and an empty file takes its place, as with docker build';
    const message = `${logicalId}: ${shown(path)} in ${written} is ${what}; exclude it in .dockerignore if the image does not need it`;
    display.show({ type: 'warning', message });
  }
}

const count = (entries: number) => `${entries} ${entries === 1 ? 'entry' : 'entries'}`;

function atMostEvery(milliseconds: number, report: (done: number) => void): (done: number) => void {
  let reported = 0;
  return (done) => {
    const now = performance.now();
    if (now - reported < milliseconds) return;
    reported = now;
    report(done);
  };
}
