import { createHash } from 'node:crypto';
import type { Connection } from '../aws/connection';
import type { ArtifactBucket } from './artifact-bucket';
import { objectKey } from './object-key';
import { objectUrl } from './object-url';
import { uploadContent } from './upload';

/** Uploads a template that is too long for a request, under the digest of its text, and returns its URL. */
export async function uploadTemplate(
  connection: Connection,
  bucket: ArtifactBucket,
  prefix: string | undefined,
  text: string,
  abortSignal?: AbortSignal,
): Promise<string> {
  const key = objectKey(prefix, `${createHash('sha256').update(text).digest('hex')}.template`);
  await uploadContent(
    connection.s3,
    { bucket: bucket.name, key, ...(bucket.owner && { owner: bucket.owner }) },
    text,
    'text/plain',
    abortSignal,
  );
  return objectUrl(connection, bucket.name, key);
}
