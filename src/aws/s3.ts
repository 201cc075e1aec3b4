import { S3 } from '@aws-sdk/client-s3';
import { attempt, must, ServiceError } from './service-error';
import { clientConfig, type Session } from './session';

export interface ObjectName {
  bucket: string;
  key: string;
  version?: string | undefined;
}

export interface ObjectTail {
  /** Bytes of the whole object. */
  size: number;
  /** Absent where the bucket keeps no versions. */
  version: string | undefined;
  /** The object's last bytes. */
  bytes: Uint8Array;
}

/** The bucket is not in this Region. Redirects are not followed: CodeBuild would not read the bucket either. */
export class BucketElsewhere extends ServiceError {
  constructor(
    /** The bucket's Region, as S3 reports it. */
    readonly region: string,
    cause: unknown,
  ) {
    super('s3:GetObject', 'PermanentRedirect', `the bucket is in ${region}`, 301, cause);
  }
}

/** The calls of S3 that a builder makes. */
export interface S3Port {
  /**
   * The last `length` bytes of an object, or all of a smaller one; undefined when there is no such bucket, object or
   * version.
   * @throws BucketElsewhere
   */
  tail(object: ObjectName, length: number): Promise<ObjectTail | undefined>;
  /** The bytes from `start` to `end`, both included. */
  range(object: ObjectName, start: number, end: number): Promise<Uint8Array>;
}

const ABSENT = ['NotFound', 'NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'MethodNotAllowed'];

export function s3Port(session: Session): S3Port {
  const client = new S3(clientConfig(session));
  const part = async ({ bucket, key, version }: ObjectName, range: string) => {
    const answer = await client.getObject({
      Bucket: bucket,
      Key: key,
      Range: `bytes=${range}`,
      ...(version === undefined ? {} : { VersionId: version }),
    });
    return { ...answer, bytes: (await answer.Body?.transformToByteArray()) ?? new Uint8Array() };
  };
  return {
    async tail(object, length) {
      try {
        const answer = await attempt('s3:GetObject', () => part(object, `-${length}`), ABSENT);
        if (answer === undefined) return undefined;
        const { bytes, ContentRange, VersionId } = answer;
        const total = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
        return {
          size: total === undefined ? bytes.length : Number(total),
          version: VersionId === 'null' ? undefined : VersionId,
          bytes,
        };
      } catch (error) {
        // An empty object has no last bytes.
        if (error instanceof ServiceError && error.code === 'InvalidRange')
          return { size: 0, version: undefined, bytes: new Uint8Array() };
        const region = otherRegion(error, session.region);
        throw region === undefined ? error : new BucketElsewhere(region, error);
      }
    },
    async range(object, start, end) {
      return (await must('s3:GetObject', () => part(object, `${start}-${end}`))).bytes;
    },
  };
}

/** An error of the SDK, as far as it tells of a bucket's Region. */
interface Redirect {
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

/** The Region that S3 names when it refuses to answer for a bucket of another one. */
function otherRegion(error: unknown, own: string): string | undefined {
  const { $metadata, $response } = ((error as Error).cause ?? {}) as Redirect;
  const region = $response?.headers?.['x-amz-bucket-region'];
  if (region !== undefined && region !== own) return region;
  return $metadata?.httpStatusCode === 301 ? 'another Region' : undefined;
}
