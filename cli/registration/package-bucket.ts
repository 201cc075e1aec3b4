import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { type ArtifactBucket, bucketExists, createBucket } from '../artifacts/artifact-bucket';
import { objectExists, uploadContent } from '../artifacts/upload';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { packageBucketName, packageFolder } from './names';
import type { HandlerPackage } from './read-package';

/** Those of the buckets that do not exist. Throws for one that can't be used. */
export async function missingBuckets(
  connection: Connection,
  buckets: readonly ArtifactBucket[],
): Promise<ArtifactBucket[]> {
  const exist = await Promise.all(buckets.map((bucket) => bucketExists(connection, bucket)));
  return buckets.filter((_bucket, index) => !exist[index]);
}

/** The bucket of a Region's packages: the user's, or ours, which is guarded against another account's of the same name. */
export async function packageBucket(connection: Connection, given?: string): Promise<ArtifactBucket> {
  if (given !== undefined) return { name: given };
  const [account, region] = await Promise.all([connection.account(), connection.region()]);
  return { name: packageBucketName(account, region), owner: account };
}

/** A changed package has another key: the version of a type is replaced when its package's address changes. */
export const packageKey = ({ schema, digest }: HandlerPackage): string =>
  `${packageFolder(schema.typeName)}${digest}.zip`;

/** AWS encrypts new buckets and closes them to the public by default; an account's settings may not. */
export async function createPrivateBucket(connection: Connection, name: string): Promise<void> {
  await createBucket(connection, name);
  try {
    await protect(connection, name);
  } catch (error) {
    await deleteBucket(connection, { name }).catch(() => undefined);
    throw error;
  }
}

async function protect({ s3 }: Connection, Bucket: string): Promise<void> {
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );
}

/** Uploads a package unless its bytes are there already; whether it did. */
export async function uploadPackage(
  { s3 }: Connection,
  bucket: ArtifactBucket,
  content: HandlerPackage,
  signal: AbortSignal,
): Promise<boolean> {
  const place = {
    bucket: bucket.name,
    key: packageKey(content),
    ...(bucket.owner && { owner: bucket.owner }),
  };
  if (await objectExists(s3, place, signal)) return false;
  await uploadContent(s3, place, content.archive, 'application/zip', signal);
  return true;
}

/** The keys of a bucket's objects below a folder. */
export async function objectsBelow(
  { s3 }: Connection,
  { name, owner }: ArtifactBucket,
  folder: string,
): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: name,
        Prefix: folder,
        ContinuationToken,
        ExpectedBucketOwner: owner,
      }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

/** S3's limit of one request. */
const MOST_KEYS = 1000;

export async function deleteObjects(
  { s3 }: Connection,
  { name, owner }: ArtifactBucket,
  keys: readonly string[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += MOST_KEYS) {
    const Objects = keys.slice(start, start + MOST_KEYS).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({
        Bucket: name,
        Delete: { Objects, Quiet: true },
        ExpectedBucketOwner: owner,
      }),
    );
    // The request succeeds even if no object was deleted.
    const [error] = Errors;
    if (error) throw notReady(`s3://${name}/${error.Key} can't be deleted: ${error.Message ?? error.Code}`);
  }
}

export const deleteBucket = async ({ s3 }: Connection, { name, owner }: ArtifactBucket): Promise<void> =>
  void (await s3.send(new DeleteBucketCommand({ Bucket: name, ExpectedBucketOwner: owner })));
