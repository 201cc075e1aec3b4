import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Connection } from '../aws/connection';
import { contextDigest } from '../context/context-digest';
import { contextEntries } from '../context/context-entries';
import { writeContextZip } from '../context/context-zip';
import { looksLikeDockerfile, requireDockerfile } from '../context/dockerfiles';
import { ignoreFile } from '../context/ignore-file';
import type { Display } from '../display/report';
import { megabytes } from '../display/words';
import { badInput } from '../exit-code';
import { withScratchFolder } from '../scratch';
import type { ArtifactBucket } from './artifact-bucket';
import { objectKey } from './object-key';
import { objectExists, uploadFile } from './upload';

/** A folder that a builder names as its build context. */
export interface ContextFolder {
  logicalId: string;
  /** Absolute path. */
  folder: string;
  /** As the template has it: for messages. */
  written: string;
  /** Undefined when only the deployment decides which one is built. */
  dockerfile: string | undefined;
}

/**
 * Brings the folder's context into the bucket under the digest of its content, and says under which key. What is
 * there already is neither zipped nor sent again.
 */
export async function contextObject(
  connection: Connection,
  bucket: ArtifactBucket,
  prefix: string | undefined,
  context: ContextFolder,
  display: Display,
): Promise<{ S3Bucket: string; S3Key: string }> {
  await requireFolder(context);
  const entries = await entriesOf(context);
  const { digest, entries: hashed } = await contextDigest(context.folder, entries);
  const key = objectKey(prefix, `${digest}.zip`);
  const place = { bucket: bucket.name, key, owner: bucket.owner };
  if (await objectExists(connection.s3, place)) {
    display.show({
      type: 'step',
      message: `${context.logicalId}: ${context.written} is unchanged, nothing to upload`,
    });
    return { S3Bucket: bucket.name, S3Key: key };
  }
  await withScratchFolder(async (scratch) => {
    const zip = join(scratch, 'context.zip');
    await writeContextZip(context.folder, hashed, zip);
    const { size } = await stat(zip);
    const message = `${context.logicalId}: uploading ${context.written} (${count(hashed.length)}, ${megabytes(size)})`;
    display.show({ type: 'step', message });
    await uploadFile(connection.s3, place, zip, (done) => {
      display.show({ type: 'progress', message, done, total: size });
    });
  });
  return { S3Bucket: bucket.name, S3Key: key };
}

async function entriesOf({ folder, dockerfile, written, logicalId }: ContextFolder) {
  const chosen = dockerfile === undefined ? undefined : posix.normalize(dockerfile);
  if (chosen?.startsWith('..') || chosen?.startsWith('/')) {
    throw badInput(
      `${logicalId}: Dockerfile "${dockerfile}" is outside of the folder ${written}: a builder sees the folder only`,
    );
  }
  const rules = await ignoreFile(folder, chosen);
  const readByTheBuild = (path: string) =>
    path === chosen || path === rules.path || (chosen === undefined && isBuildInput(path));
  const entries = await contextEntries(folder, rules.ignores, readByTheBuild);
  if (chosen !== undefined) requireDockerfile(entries, chosen, written, logicalId);
  return entries;
}

/** Which Dockerfile is built is not known yet: all of them go along, and their ignore files. */
const isBuildInput = (path: string) => looksLikeDockerfile(path) || path.endsWith('.dockerignore');

export async function requireFolder({ folder, written, logicalId }: ContextFolder): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined)
    throw badInput(`${logicalId}: there is no folder ${written} (looked for ${folder})`);
  if (!found.isDirectory()) {
    throw badInput(`${logicalId}: Source ${written} is a file: name the folder that holds the Dockerfile`);
  }
}

const count = (files: number) => `${files} ${files === 1 ? 'entry' : 'entries'}`;
