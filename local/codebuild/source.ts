import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3 } from '@aws-sdk/client-s3';
import { unzip } from '../unzip/unzip';
import type { BuildLog } from './build-log';
import { SOURCE_FOLDER } from './environment';
import { PhaseFailure } from './phases';
import type { BuildRecord } from './records';

interface Place {
  scratch: string;
  log: BuildLog;
}

/** Downloads and unpacks the source. @throws PhaseFailure */
export async function downloadSource(record: BuildRecord, s3: S3, { scratch, log }: Place): Promise<void> {
  const { type, location = '' } = record.source;
  const folder = join(scratch, SOURCE_FOLDER);
  if (type === 'NO_SOURCE') {
    mkdirSync(folder);
    return;
  }
  if (type !== 'S3')
    throw new PhaseFailure(
      'INVALID_INPUT',
      `this endpoint downloads sources of the types S3 and NO_SOURCE, not ${type}`,
    );
  log.report(`Downloading source from s3://${location}`);
  const archive = join(scratch, 'source.zip');
  await download(record, s3, archive).catch((error: Error) => {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `${error.name}: ${error.message} for primary source and source version ${record.sourceVersion ?? ''}`,
    );
  });
  await unzip(archive, folder);
}

async function download({ source, sourceVersion }: BuildRecord, s3: S3, path: string): Promise<void> {
  const { location = '' } = source;
  const slash = location.indexOf('/');
  const { Body } = await s3.getObject({
    Bucket: location.slice(0, slash),
    Key: location.slice(slash + 1),
    VersionId: sourceVersion,
  });
  await pipeline(Body as Readable, createWriteStream(path));
}
