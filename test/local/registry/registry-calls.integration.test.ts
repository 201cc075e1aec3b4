import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { cloudformation } from '../../support/deployed-stacks';
import { tinyPackage } from '../../support/tiny-type';
import { aws, uniqueName } from '../../support/tools';

const OURS = 'TokenInjectable::Docker::Builder';
const other = 'Tiny::Calls::Other';
const named = { Type: 'RESOURCE' as const, TypeName: other };
const bucket = uniqueName('tiny-packages');

it('the AWS CLI registers a type and waits for the end; lists and pages of versions have their types', async () => {
  const s3 = new S3({ credentials: ROOT_KEYS, forcePathStyle: true });
  const Body = tinyPackage({ typeName: other, stateFile: '' });
  await s3.createBucket({ Bucket: bucket });
  await s3.putObject({ Bucket: bucket, Key: 'other.zip', Body });
  const { RegistrationToken = '' } = await aws<{ RegistrationToken?: string }>(
    ...['cloudformation', 'register-type', '--type', 'RESOURCE', '--type-name', other],
    ...['--schema-handler-package', `s3://${bucket}/other.zip`],
  );
  await aws(
    'cloudformation',
    'wait',
    'type-registration-complete',
    '--registration-token',
    RegistrationToken,
  );
  expect(await cloudformation.describeType(named)).toMatchObject({
    IsDefaultVersion: true,
    ProvisioningType: 'IMMUTABLE',
    TimeCreated: expect.any(Date),
  });
  const list = { ProvisioningType: 'IMMUTABLE' as const, Filters: { TypeNamePrefix: 'Tiny::Calls::' } };
  expect(await cloudformation.listTypes({ ...list, MaxResults: 1 })).toMatchObject({
    TypeSummaries: [{ TypeName: other, TypeArn: expect.stringContaining('Tiny-Calls-Other') }],
  });
  await cloudformation.deregisterType(named);
}, 30_000);

it.each<[string, () => Promise<unknown>, string, string]>([
  [
    'a configuration that is not JSON',
    () => cloudformation.setTypeConfiguration({ ...named, TypeName: OURS, Configuration: '{' }),
    'CFNRegistryException',
    'The configuration is not valid JSON',
  ],
  [
    'a configuration with characters that XML can not contain, in words that can be read',
    () => cloudformation.setTypeConfiguration({ ...named, TypeName: OURS, Configuration: '{\u0001\uffff' }),
    'CFNRegistryException',
    'The configuration is not valid JSON',
  ],
  [
    'a configuration that the schema does not know',
    () => cloudformation.setTypeConfiguration({ ...named, TypeName: OURS, Configuration: '{"Nothing":1}' }),
    'CFNRegistryException',
    '#: extraneous key [Nothing] is not permitted',
  ],
  [
    'an input that is not one of the API',
    () => cloudformation.listTypes({ MaxResults: 1000 }),
    'ValidationError',
    'Invalid MaxResults: must be <= 100',
  ],
  [
    'a reserved name',
    () =>
      cloudformation.registerType({
        ...named,
        TypeName: 'AWS::Own::Type',
        SchemaHandlerPackage: 's3://a/b',
      }),
    'CFNRegistryException',
    'is reserved',
  ],
  [
    'a package that is not in S3',
    () => cloudformation.registerType({ ...named, SchemaHandlerPackage: 'https://a/b' }),
    'ValidationError',
    "SchemaHandlerPackage 'https://a/b' must be s3://bucket/key",
  ],
  [
    'to publish a type',
    () => cloudformation.publishType(named),
    'UnsupportedOperation',
    'PublishType works on AWS only: there is no public registry here',
  ],
  [
    'to activate a type',
    () => cloudformation.activateType({ ...named }),
    'UnsupportedOperation',
    'ActivateType works on AWS only',
  ],
  [
    'stack sets',
    () => cloudformation.createStackSet({ StackSetName: 'set' }),
    'UnsupportedOperation',
    'CreateStackSet works on AWS only: there are no stack sets here: create the stack in each account and Region.',
  ],
])('refuses %s', async (_what, call, name, message) => {
  await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

it('describes what can be described of several configurations', async () => {
  const TypeConfigurationIdentifiers = [named, { ...named, TypeName: OURS }];
  expect(
    await cloudformation.batchDescribeTypeConfigurations({ TypeConfigurationIdentifiers }),
  ).toMatchObject({
    Errors: [{ ErrorCode: '404', TypeConfigurationIdentifier: named }],
    UnprocessedTypeConfigurations: [named],
    TypeConfigurations: [
      { TypeName: OURS, Arn: expect.stringContaining(':type-configuration/resource/TokenInjectable-') },
    ],
  });
});
