import { S3 } from '@aws-sdk/client-s3';
import { attempt, must } from './service-error';
import { clientConfig, type Session } from './session';

export interface ObjectName {
  bucket: string;
  key: string;
  version?: string | undefined;
}

export interface ObjectHead {
  /** Changes whenever the content does (S3 API reference, "ETag"); without its quotes. */
  etag: string;
  /** Bytes. */
  size: number;
  /** Absent where the bucket keeps no versions. */
  version: string | undefined;
}

/** The calls of S3 that a builder makes. */
export interface S3Port {
  /** Undefined when there is no such bucket, object or version. */
  head(object: ObjectName): Promise<ObjectHead | undefined>;
  /** The bytes from `start` to `end`, both included. */
  range(object: ObjectName, start: number, end: number): Promise<Uint8Array>;
}

export function s3Port(session: Session): S3Port {
  const client = new S3({ ...clientConfig(session), followRegionRedirects: true });
  const named = ({ bucket, key, version }: ObjectName) => ({
    Bucket: bucket,
    Key: key,
    ...(version === undefined ? {} : { VersionId: version }),
  });
  return {
    async head(object) {
      const answer = await attempt('s3:GetObject', () => client.headObject(named(object)), [
        'NotFound',
        'NoSuchKey',
        'NoSuchBucket',
        'NoSuchVersion',
      ]);
      if (answer === undefined) return undefined;
      const version = answer.VersionId === 'null' ? undefined : answer.VersionId;
      return { etag: (answer.ETag ?? '').replaceAll('"', ''), size: answer.ContentLength ?? 0, version };
    },
    async range(object, start, end) {
      return must('s3:GetObject', async () => {
        const answer = await client.getObject({ ...named(object), Range: `bytes=${start}-${end}` });
        return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      });
    },
  };
}
