import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { hasName, statusOf } from '../aws/service-error';

/** The address of an object. When `owner` (an account) is given, the bucket must belong to it. */
export interface ObjectPlace {
  bucket: string;
  key: string;
  owner?: string;
}

const MIB = 1024 * 1024;
/** S3's limit for one upload. */
const MAX_PARTS = 10_000;

export async function objectExists(
  s3: S3Client,
  place: ObjectPlace,
  abortSignal?: AbortSignal,
): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand(address(place)), { abortSignal });
    return true;
  } catch (error) {
    if (hasName(error, 'NotFound', 'NoSuchKey') || statusOf(error) === 404) return false;
    throw error;
  }
}

/**
 * Uploads a file, with at most four parts of it in memory, and reports the bytes sent so far. An upload that fails or
 * is aborted leaves no parts behind: they would be stored, and paid for, without being visible.
 */
export async function uploadFile(
  s3: S3Client,
  place: ObjectPlace,
  file: string,
  report: (bytes: number) => void,
  abortSignal?: AbortSignal,
): Promise<void> {
  const { size } = await stat(file);
  const content = createReadStream(file);
  const upload = new Upload({
    client: abortedBy(s3, abortSignal),
    params: { ...address(place), Body: content },
    partSize: Math.max(8 * MIB, Math.ceil(size / MAX_PARTS)),
  });
  upload.on('httpUploadProgress', ({ loaded }) => report(loaded ?? 0));
  try {
    await upload.done();
  } finally {
    content.destroy();
  }
}

export async function uploadContent(
  s3: S3Client,
  place: ObjectPlace,
  content: string | Buffer,
  contentType: string,
  abortSignal?: AbortSignal,
): Promise<void> {
  await s3.send(new PutObjectCommand({ ...address(place), Body: content, ContentType: contentType }), {
    abortSignal,
  });
}

/**
 * A client whose requests end with the signal. `Upload` takes an AbortController, but lets the parts under way finish
 * and does not wait until the upload is cleaned up.
 */
function abortedBy(s3: S3Client, abortSignal: AbortSignal | undefined): S3Client {
  const send = (command: Parameters<S3Client['send']>[0]) =>
    s3.send(command, command instanceof AbortMultipartUploadCommand ? {} : { abortSignal });
  return abortSignal === undefined ? s3 : Object.create(s3, { send: { value: send } });
}

const address = ({ bucket, key, owner }: ObjectPlace) => ({
  Bucket: bucket,
  Key: key,
  ExpectedBucketOwner: owner,
});
