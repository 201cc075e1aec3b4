import { ServiceError } from './service-error';

export interface ObjectName {
  bucket: string;
  key: string;
  version?: string | undefined;
}

export interface ObjectTail {
  /** Bytes of the whole object. */
  size: number;
  /** Undefined where the bucket keeps no versions. */
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

/** The calls of S3 that a builder needs. */
export interface S3Port {
  /**
   * The last `length` bytes of an object, or all of a smaller one; undefined when the bucket, the object or the version
   * does not exist.
   * @throws BucketElsewhere
   */
  tail(object: ObjectName, length: number): Promise<ObjectTail | undefined>;
  /** The bytes from `start` to `end`, both included. */
  range(object: ObjectName, start: number, end: number): Promise<Uint8Array>;
}
