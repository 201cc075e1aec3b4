import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import type { Connection } from '../aws/connection';
import { hasName, statusOf } from '../aws/service-error';
import { notReady } from '../exit-code';

/** Where contexts are uploaded. `owner` guards a bucket whose name can be guessed against being another account's. */
export interface ArtifactBucket {
  name: string;
  owner?: string;
}

/** The roles of the type may read this bucket by default (registration/registration.yaml). */
export async function defaultBucket(connection: Connection): Promise<ArtifactBucket> {
  const [account, region] = await Promise.all([connection.account(), connection.region()]);
  return { name: `docker-builder-${account}-${region}`, owner: account };
}

/** Throws, with what to do, when the bucket is not there or not ours; creates it when `create` is set. */
export async function requireBucket(
  connection: Connection,
  bucket: ArtifactBucket,
  { create, canCreate }: { create: boolean; canCreate?: boolean },
): Promise<{ created: boolean }> {
  if (await bucketExists(connection, bucket)) return { created: false };
  if (!create) {
    throw notReady(
      `there is no bucket ${bucket.name} for the build contexts: give another with --s3-bucket` +
        (canCreate ? ', or let the command create this one with --create-s3-bucket' : ''),
    );
  }
  await createBucket(connection, bucket.name);
  return { created: true };
}

/** Throws, with what to do, for a bucket that can't be used. */
export async function bucketExists(connection: Connection, bucket: ArtifactBucket): Promise<boolean> {
  try {
    await connection.s3.send(
      new HeadBucketCommand({ Bucket: bucket.name, ExpectedBucketOwner: bucket.owner }),
    );
    return true;
  } catch (error) {
    if (statusOf(error) === 403) {
      throw notReady(
        `the bucket ${bucket.name} can't be used: it is another account's, or s3:ListBucket is not permitted`,
      );
    }
    if (statusOf(error) === 301)
      throw notReady(`the bucket ${bucket.name} is in another Region than the stack`);
    if (statusOf(error) !== 404 && !hasName(error, 'NotFound', 'NoSuchBucket')) throw error;
    return false;
  }
}

export async function createBucket(connection: Connection, name: string): Promise<void> {
  const region = await connection.region();
  try {
    await connection.s3.send(
      new CreateBucketCommand({
        Bucket: name,
        // us-east-1 is the one Region that must not be named.
        ...(region !== 'us-east-1' && {
          CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
        }),
      }),
    );
  } catch (error) {
    // Another command created it in the meantime.
    if (hasName(error, 'BucketAlreadyOwnedByYou')) return;
    if (!hasName(error, 'BucketAlreadyExists')) throw error;
    throw notReady(`the bucket ${name} belongs to another account: give one of yours with --s3-bucket`);
  }
}
