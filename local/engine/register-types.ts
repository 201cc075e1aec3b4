import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { unpack } from '../registry/package';

const BUCKET = 'docker-builder-types';

/** Registers packages as anyone would on AWS: into a bucket, then RegisterType. */
export async function registerTypes(
  endpoint: string,
  packages: string[],
  log: (line: string) => void,
): Promise<void> {
  if (packages.length === 0) return;
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3({ ...config, forcePathStyle: true });
  const cloudformation = new CloudFormation(config);
  await s3.createBucket({ Bucket: BUCKET });
  for (const path of packages) {
    const archive = await readFile(path);
    const { schema, remove } = await unpack(archive);
    remove();
    const key = `${createHash('sha256').update(archive).digest('hex')}.zip`;
    await s3.putObject({ Bucket: BUCKET, Key: key, Body: archive });
    const { RegistrationToken } = await cloudformation.registerType({
      Type: 'RESOURCE',
      TypeName: schema.typeName,
      SchemaHandlerPackage: `s3://${BUCKET}/${key}`,
    });
    const registration = await cloudformation.describeTypeRegistration({ RegistrationToken });
    if (registration.ProgressStatus !== 'COMPLETE') {
      throw new Error(`${path} could not be registered: ${registration.Description}`);
    }
    log(`registered ${schema.typeName}`);
  }
}
