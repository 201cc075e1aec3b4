import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { cloudformation } from './deployed-stacks';
import { uniqueName } from './tools';

/** Registers a type's package on the engine of the integration tests, and waits for it. */
export async function registerPackage(Body: Buffer, TypeName: string): Promise<void> {
  const [Bucket, Key] = [uniqueName('packages'), 'package.zip'];
  const s3 = new S3({ credentials: ROOT_KEYS, forcePathStyle: true });
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key, Body });
  const { RegistrationToken } = await cloudformation.registerType({
    Type: 'RESOURCE',
    TypeName,
    SchemaHandlerPackage: `s3://${Bucket}/${Key}`,
  });
  for (;;) {
    const { ProgressStatus, Description } = await cloudformation.describeTypeRegistration({
      RegistrationToken,
    });
    if (ProgressStatus === 'COMPLETE') return;
    if (ProgressStatus === 'FAILED') throw new Error(Description);
    await new Promise((done) => setTimeout(done, 50));
  }
}
