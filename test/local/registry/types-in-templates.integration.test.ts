import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { cloudformation, create, lastEvents, remove, update } from '../../support/deployed-stacks';
import { folderOf } from '../../support/folder';
import { tinyPackage } from '../../support/tiny-type';
import { aws, uniqueName } from '../../support/tools';

const OURS = 'TokenInjectable::Docker::Builder';
const typeName = 'Tiny::Labels::Label';
const typeArn = 'arn:aws:cloudformation:us-east-1:000000000000:type/resource/Tiny-Labels-Label';
const bucket = uniqueName('tiny-packages');
const folder = folderOf({});
const stateFile = join(folder.path, 'labels.json');
const labels = (): object[] => Object.values(JSON.parse(readFileSync(stateFile, 'utf8')));

const s3 = new S3({ credentials: ROOT_KEYS, forcePathStyle: true });
beforeAll(async () => {
  await s3.createBucket({ Bucket: bucket });
  const packages = {
    first: tinyPackage({ typeName, stateFile, edition: 'first' }),
    second: tinyPackage({ typeName, stateFile, edition: 'second' }),
    foreign: tinyPackage({ typeName: 'Other::Labels::Label', stateFile }),
  };
  for (const [name, Body] of Object.entries(packages))
    await s3.putObject({ Bucket: bucket, Key: `${name}.zip`, Body });
});
afterAll(() => folder.remove());

/** A template that registers a package and makes it the default version. */
const registering = (key: string) => ({
  Resources: {
    Version: {
      Type: 'AWS::CloudFormation::ResourceVersion',
      Properties: { TypeName: typeName, SchemaHandlerPackage: `s3://${bucket}/${key}.zip` },
    },
    Default: {
      Type: 'AWS::CloudFormation::ResourceDefaultVersion',
      Properties: { TypeVersionArn: { Ref: 'Version' } },
    },
  },
  Outputs: {
    Version: { Value: { Ref: 'Version' } },
    Default: { Value: { Ref: 'Default' } },
    ...Object.fromEntries(
      ['Arn', 'TypeArn', 'VersionId', 'IsDefaultVersion', 'Visibility', 'ProvisioningType'].map((name) => [
        `Version${name}`,
        { Value: { 'Fn::GetAtt': ['Version', name] } },
      ]),
    ),
    DefaultArn: { Value: { 'Fn::GetAtt': ['Default', 'Arn'] } },
  },
});

const labelled = (Title: string, Size: number) => ({
  Resources: { Label: { Type: typeName, Properties: { Title, Size } } },
  Outputs: {
    Serial: { Value: { Ref: 'Label' } },
    Edition: { Value: { 'Fn::GetAtt': ['Label', 'Edition'] } },
  },
});

const versions = async (DeprecatedStatus: 'LIVE' | 'DEPRECATED'): Promise<(string | undefined)[]> => {
  const { TypeVersionSummaries = [] } = await cloudformation.listTypeVersions({
    Type: 'RESOURCE',
    TypeName: typeName,
    DeprecatedStatus,
  });
  return TypeVersionSummaries.map(({ VersionId }) => VersionId);
};

const reasons = (stack: string): Promise<string[]> =>
  lastEvents(stack, ({ ResourceStatusReason = '' }) => ResourceStatusReason);

it('a template registers a type of which the endpoint knows nothing; stacks use it, update it and remove it', async () => {
  const [registry, user] = [uniqueName('registers'), uniqueName('uses')];
  expect(await create(registry, registering('first'))).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: {
      Version: `${typeArn}/00000001`,
      Default: typeArn,
      VersionArn: `${typeArn}/00000001`,
      VersionTypeArn: typeArn,
      VersionVersionId: '00000001',
      VersionIsDefaultVersion: 'true',
      VersionVisibility: 'PRIVATE',
      VersionProvisioningType: 'IMMUTABLE',
      DefaultArn: typeArn,
    },
  });

  expect(await create(user, labelled('one', 1))).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { Serial: 'label-1-one', Edition: 'first' },
  });
  expect(labels()).toEqual([{ Serial: 'label-1-one', Title: 'one', Size: 1, Edition: 'first' }]);
  expect(await cloudformation.getTemplateSummary({ StackName: user })).toMatchObject({
    ResourceIdentifierSummaries: [
      { ResourceType: typeName, LogicalResourceIds: ['Label'], ResourceIdentifiers: ['Serial'] },
    ],
  });

  // Another package is another version; the old one goes in the clean-up, when the default has moved.
  expect(await update(registry, registering('second'))).toMatchObject({
    status: 'UPDATE_COMPLETE',
    outputs: { Version: `${typeArn}/00000002`, Default: typeArn },
  });
  expect(await lastEvents(registry)).toEqual([
    'stack UPDATE_IN_PROGRESS',
    'Version UPDATE_IN_PROGRESS',
    'Version UPDATE_COMPLETE',
    'Default UPDATE_IN_PROGRESS',
    'Default UPDATE_COMPLETE',
    'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Version DELETE_IN_PROGRESS',
    'Version DELETE_COMPLETE',
    'stack UPDATE_COMPLETE',
  ]);
  expect([await versions('LIVE'), await versions('DEPRECATED')]).toEqual([['00000002'], ['00000001']]);

  // A registration that fails: the stack keeps what it had, and does not learn the reason.
  expect(await update(registry, registering('foreign'))).toMatchObject({
    status: 'UPDATE_ROLLBACK_COMPLETE',
  });
  expect(await reasons(registry)).toContainEqual(
    expect.stringMatching(
      new RegExp(
        `"Resource of type 'AWS::CloudFormation::ResourceVersion' with identifier '${typeArn}/00000003' did not stabilize." .*HandlerErrorCode: NotStabilized`,
      ),
    ),
  );
  // A package that is not there: RegisterType itself is refused.
  expect(await update(registry, registering('missing'))).toMatchObject({
    status: 'UPDATE_ROLLBACK_COMPLETE',
  });
  expect(await reasons(registry)).toContainEqual(
    expect.stringMatching(
      /"Error validating schemaHandlerPackage\..*HandlerErrorCode: GeneralServiceException/,
    ),
  );
  expect(await versions('LIVE')).toEqual(['00000002']);

  // No update handler: a change of any property replaces the resource, by the version that is the default now.
  expect(await update(user, labelled('one', 2))).toMatchObject({
    status: 'UPDATE_COMPLETE',
    outputs: { Serial: 'label-2-one', Edition: 'second' },
  });
  expect(labels()).toEqual([{ Serial: 'label-2-one', Title: 'one', Size: 2, Edition: 'second' }]);
  await remove(user);
  expect(labels()).toEqual([]);

  await remove(registry);
  await expect(cloudformation.describeType({ Type: 'RESOURCE', TypeName: typeName })).rejects.toMatchObject({
    name: 'TypeNotFoundException',
  });
  await expect(create(user, labelled('one', 1))).rejects.toThrow(
    `Unrecognized resource types: [${typeName}]`,
  );

  // Numbers are never used again.
  expect(await create(registry, registering('first'))).toMatchObject({
    outputs: { Version: `${typeArn}/00000003` },
  });
  await remove(registry);
}, 60_000);

describe('through the API', () => {
  const other = 'Tiny::Labels::Other';
  const named = { Type: 'RESOURCE' as const, TypeName: other };

  it('the AWS CLI registers a type and waits for the end; lists and pages of versions have their types', async () => {
    const Body = tinyPackage({ typeName: other, stateFile });
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
    const list = { ProvisioningType: 'IMMUTABLE' as const, Filters: { TypeNamePrefix: 'Tiny::' } };
    expect(await cloudformation.listTypes({ ...list, MaxResults: 1 })).toMatchObject({
      TypeSummaries: [{ TypeName: other, TypeArn: expect.stringContaining('Tiny-Labels-Other') }],
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
});
