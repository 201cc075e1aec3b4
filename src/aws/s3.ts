import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BucketElsewhere, type ObjectName, type S3Port } from '../ports/s3';
import { ServiceError } from '../ports/service-error';
import { callsUntil, type SendOptions } from './call';
import { clientConfig, type Session } from './session';

const ABSENT = ['NotFound', 'NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'MethodNotAllowed'];

export function s3Port(session: Session): S3Port {
  const client = new S3Client(clientConfig(session));
  const { attempt, must } = callsUntil(session.end);
  const part = async ({ bucket, key, version }: ObjectName, range: string, options: SendOptions) => {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      Range: `bytes=${range}`,
      ...(version === undefined ? {} : { VersionId: version }),
    });
    const answer = await client.send(command, options);
    return { ...answer, bytes: (await answer.Body?.transformToByteArray()) ?? new Uint8Array() };
  };
  return {
    async tail(object, length) {
      try {
        const answer = await attempt(
          's3:GetObject',
          (options) => part(object, `-${length}`, options),
          ABSENT,
        );
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
      return (await must('s3:GetObject', (options) => part(object, `${start}-${end}`, options))).bytes;
    },
  };
}

/** The parts of an SDK error that name a bucket's Region. */
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
