import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { type BucketLocationConstraint, S3 } from '@aws-sdk/client-s3';
import { readSchema } from '../registry/package';
import { ACCOUNT, DEFAULT_REGION, ROOT_KEYS } from './endpoint';

export { readSchema };

export interface Registration {
  endpoint: string;
  /** Types are registered by Region, as on AWS. */
  region?: string;
  /** The path of a schema handler package. */
  path: string;
  /** The ARN of the role that its handlers work as. Default: the account's root user. */
  executionRole?: string | undefined;
}

/**
 * Registers a package as on AWS: into a bucket, then RegisterType.
 * @returns the type's name
 * @throws Error that says why it was refused
 */
export async function registerType(registration: Registration): Promise<string> {
  const { endpoint, region = DEFAULT_REGION, path, executionRole } = registration;
  const config = { endpoint, region, credentials: ROOT_KEYS };
  const archive = await readFile(path);
  const { typeName } = await readSchema(archive);
  const cloudformation = new CloudFormation(config);
  const { RegistrationToken } = await cloudformation.registerType({
    Type: 'RESOURCE',
    TypeName: typeName,
    ...(executionRole !== undefined && { ExecutionRoleArn: executionRole }),
    SchemaHandlerPackage: await upload(archive, region, new S3({ ...config, forcePathStyle: true })),
  });
  const { ProgressStatus, Description } = await cloudformation.describeTypeRegistration({
    RegistrationToken,
  });
  if (ProgressStatus !== 'COMPLETE') throw new Error(`${path} could not be registered: ${Description}`);
  return typeName;
}

async function upload(archive: Buffer, region: string, s3: S3): Promise<string> {
  const Bucket = `type-packages-${ACCOUNT}-${region}`;
  const Key = `${createHash('sha256').update(archive).digest('hex')}.zip`;
  // S3 refuses us-east-1 as a location constraint: it is the default.
  const LocationConstraint = region === 'us-east-1' ? undefined : (region as BucketLocationConstraint);
  await s3
    .createBucket({ Bucket, CreateBucketConfiguration: LocationConstraint && { LocationConstraint } })
    .catch((error: Error) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
    });
  await s3.putObject({ Bucket, Key, Body: archive });
  return `s3://${Bucket}/${Key}`;
}
