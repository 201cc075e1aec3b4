import { readFileSync } from 'node:fs';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { TYPE_PACKAGE } from '../../../cli/registration/type-package';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { SOURCE_BUCKET } from '../../support/source-bucket';

const Type = 'RESOURCE';
const TypeName = 'TokenInjectable::Docker::Builder';
const Bucket = SOURCE_BUCKET;

/** Lets stacks use a further version of the type, whose handlers work as another role. Takes it back with `remove`. */
export async function typeVersion(
  endpoint: string,
  ExecutionRoleArn: string,
): Promise<{ remove(): Promise<void> }> {
  const config = { endpoint, region: 'us-east-1', credentials: ROOT_KEYS };
  const cloudformation = new CloudFormation(config);
  const Body = readFileSync(TYPE_PACKAGE);
  const [Key, SchemaHandlerPackage] = ['type.zip', `s3://${Bucket}/type.zip`];
  await new S3({ ...config, forcePathStyle: true }).putObject({ Bucket, Key, Body });
  const { DefaultVersionId: VersionId } = await cloudformation.describeType({ Type, TypeName });
  const { RegistrationToken } = await cloudformation.registerType({
    Type,
    TypeName,
    SchemaHandlerPackage,
    ExecutionRoleArn,
  });
  const { TypeVersionArn: Arn } = await cloudformation.describeTypeRegistration({ RegistrationToken });
  await cloudformation.setTypeDefaultVersion({ Arn });
  return {
    async remove() {
      await cloudformation.setTypeDefaultVersion({ Type, TypeName, VersionId });
      await cloudformation.deregisterType({ Arn });
    },
  };
}
