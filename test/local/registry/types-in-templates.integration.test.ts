import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { cloudformation, create, lastEvents, remove, settle, update } from '../../support/deployed-stacks';
import { folderOf } from '../../support/folder';
import { tinyPackage } from '../../support/tiny-type';
import { uniqueName } from '../../support/tools';

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
    Version: version(key),
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

const version = (key: string) => ({
  Type: 'AWS::CloudFormation::ResourceVersion',
  Properties: { TypeName: typeName, SchemaHandlerPackage: `s3://${bucket}/${key}.zip` },
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

const named = { Type: 'RESOURCE' as const, TypeName: typeName };
const defaultVersion = async () => (await cloudformation.describeType(named)).DefaultVersionId;

it('a rollback moves the default version back before it deregisters the new one', async () => {
  const name = uniqueName('rolls-back');
  await create(name, registering('first'));
  const before = await defaultVersion();
  const { Resources } = registering('second');
  // Fails once the default has moved: a queue has no such attribute.
  const Broken = {
    Type: 'AWS::SQS::Queue',
    DependsOn: 'Default',
    Properties: { QueueName: { 'Fn::GetAtt': ['Default', 'Nothing'] } },
  };
  const updated = await update(name, { Resources: { ...Resources, Broken } });
  expect(updated).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect([await defaultVersion(), await versions('LIVE')]).toEqual([before, [before]]);
  await remove(name);
  await expect(defaultVersion()).rejects.toThrow('cannot be found');
}, 30_000);

it('a version from elsewhere blocks the delete of the stack whose version is the default', async () => {
  const name = uniqueName('blocked');
  await create(name, registering('first'));
  const versionId = await defaultVersion();
  const { RegistrationToken } = await cloudformation.registerType({
    ...named,
    SchemaHandlerPackage: `s3://${bucket}/second.zip`,
  });
  const { TypeVersionArn } = await cloudformation.describeTypeRegistration({ RegistrationToken });
  await cloudformation.deleteStack({ StackName: name });
  expect(await settle(name)).toMatchObject({ status: 'DELETE_FAILED' });
  expect((await reasons(name)).join()).toContain(
    `Version '${versionId}' is the default version and cannot be deregistered. Deregister the resource type '${typeName}' instead.`,
  );
  await cloudformation.deregisterType({ Arn: TypeVersionArn });
  await remove(name);
}, 30_000);

it('a default version is named by its type and its id too, and by one of both forms only', async () => {
  const name = uniqueName('defaults');
  const Default = (Properties: object) => ({
    Type: 'AWS::CloudFormation::ResourceDefaultVersion',
    Properties,
  });
  const template = (Properties: object) => ({
    Resources: {
      First: version('first'),
      Second: { ...version('second'), DependsOn: 'First' },
      Default: Default(Properties),
    },
    Outputs: { Default: { Value: { Ref: 'Default' } } },
  });
  const id = (of: string) => ({ 'Fn::GetAtt': [of, 'VersionId'] });
  expect(await create(name, template({ TypeName: typeName, VersionId: id('Second') }))).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { Default: typeArn },
  });
  const [first, second] = await versions('LIVE');
  expect(await defaultVersion()).toBe(second);
  await update(name, template({ TypeVersionArn: { Ref: 'First' } }));
  expect(await defaultVersion()).toBe(first);
  for (const wrong of [
    {},
    { TypeName: typeName },
    { TypeVersionArn: { Ref: 'First' }, TypeName: typeName, VersionId: id('First') },
  ]) {
    expect(await update(name, template(wrong))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect((await reasons(name)).join()).toContain('Model validation failed');
  }
  await cloudformation.setTypeDefaultVersion({ ...named, VersionId: first });
  await remove(name);
}, 30_000);

it('a stack whose type was deregistered waits with its delete until the type is back', async () => {
  const [registry, user] = [uniqueName('registers'), uniqueName('waits')];
  await create(registry, registering('first'));
  await create(user, labelled('kept', 1));
  await remove(registry);
  await cloudformation.deleteStack({ StackName: user });
  expect(await settle(user)).toMatchObject({ status: 'DELETE_FAILED' });
  expect((await reasons(user)).join()).toContain(`The type '${typeName}' cannot be found.`);
  await create(registry, registering('first'));
  await remove(user);
  expect(labels()).toEqual([]);
  await remove(registry);
}, 30_000);
