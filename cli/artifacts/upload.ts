import { open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Connection } from '../aws/connection';
import { hasName, statusOf } from '../aws/service-error';
import { badInput } from '../exit-code';

/** An object in a bucket that must belong to `owner` (an account) when that is given. */
export interface ObjectPlace {
  bucket: string;
  key: string;
  owner?: string;
}

const MIB = 1024 * 1024;
const SIDE_BY_SIDE = 4;
/** S3's own limit of parts. */
const MAX_PARTS = 10_000;

export async function objectExists(s3: S3Client, place: ObjectPlace): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ ...address(place) }));
    return true;
  } catch (error) {
    if (hasName(error, 'NotFound', 'NoSuchKey') || statusOf(error) === 404) return false;
    throw error;
  }
}

/** Puts a file there, holding at most a few parts of it in memory. `sent` hears the bytes that have arrived so far. */
export async function uploadFile(
  s3: S3Client,
  place: ObjectPlace,
  file: string,
  sent: (bytes: number) => void,
): Promise<void> {
  const source = await open(file);
  try {
    const { size } = await source.stat();
    const partSize = Math.max(8 * MIB, Math.ceil(size / MAX_PARTS / MIB) * MIB);
    const part = async (number: number) => {
      const start = (number - 1) * partSize;
      const content = Buffer.alloc(Math.min(partSize, size - start));
      const { bytesRead } = await source.read(content, 0, content.length, start);
      if (bytesRead !== content.length) throw badInput(`${file} shrank while it was uploaded`);
      return content;
    };
    if (size <= partSize) {
      await s3.send(
        new PutObjectCommand({ ...address(place), Body: size === 0 ? Buffer.alloc(0) : await part(1) }),
      );
      sent(size);
    } else {
      await uploadParts(s3, place, Math.ceil(size / partSize), part, sent);
    }
  } finally {
    await source.close();
  }
}

export async function uploadText(
  s3: S3Client,
  place: ObjectPlace,
  text: string,
  contentType: string,
): Promise<void> {
  await s3.send(new PutObjectCommand({ ...address(place), Body: text, ContentType: contentType }));
}

/** Where CloudFormation finds an object: the SDK's own rules know every partition's domain, and an endpoint of one's own. */
export async function objectUrl(connection: Connection, bucket: string, key: string): Promise<string> {
  const { s3 } = connection;
  const own = await s3.config.endpoint?.();
  const { url } = s3.config.endpointProvider({
    Bucket: bucket,
    Region: await connection.region(),
    ForcePathStyle: own !== undefined,
    UseFIPS: false,
    UseDualStack: false,
    ...(own && {
      Endpoint: `${own.protocol}//${own.hostname}${own.port === undefined ? '' : `:${own.port}`}`,
    }),
  });
  return `${url.href.replace(/\/$/, '')}/${key}`;
}

async function uploadParts(
  s3: S3Client,
  place: ObjectPlace,
  count: number,
  part: (number: number) => Promise<Buffer>,
  sent: (bytes: number) => void,
): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...address(place) }));
  const upload = { ...address(place), UploadId };
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];
  let next = 1;
  let arrived = 0;
  const worker = async () => {
    while (next <= count) {
      const PartNumber = next++;
      const Body = await part(PartNumber);
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      parts.push({ PartNumber, ETag });
      arrived += Body.length;
      sent(arrived);
    }
  };
  try {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    const Parts = parts.sort((a, b) => a.PartNumber - b.PartNumber);
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // Parts of an upload that never ends are stored, and paid for, without being seen.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

const address = ({ bucket, key, owner }: ObjectPlace) => ({
  Bucket: bucket,
  Key: key,
  ExpectedBucketOwner: owner,
});
