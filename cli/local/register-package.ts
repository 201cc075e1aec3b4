import { setTimeout } from 'node:timers/promises';
import { DescribeTypeRegistrationCommand, RegisterTypeCommand } from '@aws-sdk/client-cloudformation';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import {
  createPrivateBucket,
  missingBuckets,
  packageBucket,
  packageKey,
  uploadPackage,
} from '../registration/package-bucket';
import type { HandlerPackage } from '../registration/read-package';

const PAUSE = 100;

/** Registers any type at an engine; its handlers work as the account's root user. */
export async function registerPackage(
  connection: Connection,
  content: HandlerPackage,
  signal: AbortSignal,
): Promise<void> {
  const { cloudformation } = connection;
  const { typeName: TypeName } = content.schema;
  const bucket = await packageBucket(connection);
  for (const { name } of await missingBuckets(connection, [bucket]))
    await createPrivateBucket(connection, name);
  await uploadPackage(connection, bucket, content, signal);
  const SchemaHandlerPackage = `s3://${bucket.name}/${packageKey(content)}`;
  const { RegistrationToken } = await cloudformation.send(
    new RegisterTypeCommand({ Type: 'RESOURCE', TypeName, SchemaHandlerPackage }),
  );
  for (;;) {
    const { ProgressStatus, Description } = await cloudformation.send(
      new DescribeTypeRegistrationCommand({ RegistrationToken }),
    );
    if (ProgressStatus === 'COMPLETE') return;
    if (ProgressStatus === 'FAILED') throw notReady(`${TypeName} could not be registered: ${Description}`);
    await setTimeout(PAUSE, undefined, { signal });
  }
}
