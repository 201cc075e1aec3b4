import { type HandlerHostOptions, startHandlerHost } from '../../../local/registry/handler-host';
import { Registry } from '../../../local/registry/registry';

jest.mock('../../../local/registry/handler-host');

const caller = { account: '111122223333', region: 'eu-west-1' };
const TYPE = 'My::Own::Type';
const ARN = 'arn:aws:cloudformation:eu-west-1:111122223333:type/resource/My-Own-Type';

let registry: Registry;
let stopped: number;
let fetched: string[];

beforeEach(() => {
  stopped = 0;
  fetched = [];
  let pid = 0;
  jest.mocked(startHandlerHost).mockImplementation(async ({ package: archive }: HandlerHostOptions) => {
    const typeName = archive.toString();
    if (typeName === 'broken') throw new Error('the handler could not be loaded');
    pid += 1;
    return {
      schema: {
        typeName,
        description: `version ${pid}`,
        properties: { Id: { type: 'string' }, Kind: { type: 'string' } },
        primaryIdentifier: ['/properties/Id'],
        createOnlyProperties: ['/properties/Kind', '/properties/Nested/Name'],
        handlers: { create: {}, read: {}, delete: {} },
      },
      port: 1,
      pid,
      invoke: async () => ({}),
      stop: async () => {
        stopped += 1;
      },
    };
  });
  registry = new Registry({
    node: 'node',
    script: 'script',
    env: {},
    fetchPackage: async (url, region) => {
      fetched.push(`${url} in ${region}`);
      return Buffer.from(url.replace('s3://b/', ''));
    },
  });
});

type Answer = Record<string, unknown>;
const call = async (action: string, input: object = {}, from = caller): Promise<Answer> =>
  (await registry.handle(action, input as Answer, from)) as Answer;

const register = async (name = TYPE, more: object = {}, from = caller): Promise<Answer> => {
  const input = { Type: 'RESOURCE', TypeName: name, SchemaHandlerPackage: `s3://b/${name}`, ...more };
  const { RegistrationToken } = await call('RegisterType', input, from);
  return call('DescribeTypeRegistration', { RegistrationToken }, from);
};

it('registers versions; the first is the default until another is set', async () => {
  expect(await register()).toMatchObject({
    ProgressStatus: 'COMPLETE',
    TypeArn: ARN,
    TypeVersionArn: `${ARN}/00000001`,
  });
  await register();
  expect(fetched).toEqual([`s3://b/${TYPE} in eu-west-1`, `s3://b/${TYPE} in eu-west-1`]);
  expect(await call('DescribeType', { TypeName: TYPE })).toMatchObject({
    Arn: `${ARN}/00000001`,
    DefaultVersionId: '00000001',
    IsDefaultVersion: true,
    Description: 'version 1',
    ProvisioningType: 'IMMUTABLE',
  });
  await call('SetTypeDefaultVersion', { Arn: `${ARN}/00000002` });
  expect(registry.state(caller).current(TYPE).versionId).toBe('00000002');
  expect(await call('DescribeType', { Arn: `${ARN}/00000001` })).toMatchObject({
    IsDefaultVersion: false,
    DefaultVersionId: '00000002',
  });
});

it('reports the types that stacks can use, and what replaces their resources', async () => {
  await register();
  expect(registry.typesForStacks(caller)).toEqual([
    {
      typeName: TYPE,
      createOnly: [['Kind'], ['Nested', 'Name']],
      identifier: ['Id'],
      handlers: ['create', 'read', 'delete'],
    },
  ]);
  await call('DeregisterType', { TypeName: TYPE });
  expect(registry.typesForStacks(caller)).toEqual([]);
});

it('has its own types in each Region and account', async () => {
  await register();
  for (const other of [
    { ...caller, region: 'eu-west-2' },
    { ...caller, account: '444455556666' },
  ]) {
    await expect(call('DescribeType', { TypeName: TYPE }, other)).rejects.toThrow('cannot be found');
    expect(await call('ListTypes', {}, other)).toEqual({ TypeSummaries: [] });
    expect(() => registry.state(other).current(TYPE)).toThrow("The type 'My::Own::Type' cannot be found.");
  }
  const other = { ...caller, region: 'eu-west-2' };
  expect(await register(TYPE, {}, other)).toMatchObject({ TypeArn: ARN.replace('eu-west-1', 'eu-west-2') });
  await call('DeregisterType', { TypeName: TYPE }, other);
  expect(registry.state(caller).current(TYPE).versionId).toBe('00000001');
});

it.each([
  ['handlers that can not be loaded', 'broken', {}, 'the handler could not be loaded'],
  [
    'a package of another type',
    TYPE,
    { SchemaHandlerPackage: 's3://b/Other::Own::Type' },
    'the package is of the type Other::Own::Type, not My::Own::Type',
  ],
])('records a registration that failed: %s', async (_what, name, more, description) => {
  expect(await register(name, more)).toMatchObject({ ProgressStatus: 'FAILED', Description: description });
  expect(await call('ListTypes')).toEqual({ TypeSummaries: [] });
  expect(await call('ListTypeRegistrations')).toMatchObject({ RegistrationTokenList: [expect.any(String)] });
});

it('lists types and versions', async () => {
  await register();
  await register();
  await register('My::Own::Other');
  expect(await call('ListTypes')).toMatchObject({
    TypeSummaries: [{ TypeName: TYPE, TypeArn: ARN }, { TypeName: 'My::Own::Other' }],
  });
  for (const reference of [{ TypeName: TYPE }, { Arn: ARN }])
    expect(await call('ListTypeVersions', reference)).toMatchObject({
      TypeVersionSummaries: [
        { VersionId: '00000001', IsDefaultVersion: true },
        { VersionId: '00000002', IsDefaultVersion: false },
      ],
    });
});

it('keeps a type configuration, and refuses one that is not JSON', async () => {
  await register();
  const described = () =>
    call('BatchDescribeTypeConfigurations', { TypeConfigurationIdentifiers: [{ TypeArn: ARN }] });
  expect(await described()).toMatchObject({
    TypeConfigurations: [{ TypeName: TYPE, Configuration: '{}', IsDefaultConfiguration: true }],
  });
  expect(await call('SetTypeConfiguration', { TypeName: TYPE, Configuration: '{"a":1}' })).toEqual({
    ConfigurationArn: `${ARN}/configuration/default`,
  });
  expect(await described()).toMatchObject({
    TypeConfigurations: [{ Configuration: '{"a":1}', IsDefaultConfiguration: false }],
  });
  await expect(call('SetTypeConfiguration', { TypeName: TYPE, Configuration: '{' })).rejects.toThrow(
    'not valid JSON',
  );
});

it('keeps the roles of a version', async () => {
  await register(TYPE, {
    ExecutionRoleArn: 'arn:role',
    LoggingConfig: { LogRoleArn: 'arn:log', LogGroupName: 'group' },
  });
  expect(await call('DescribeType', { TypeName: TYPE })).toMatchObject({
    ExecutionRoleArn: 'arn:role',
    LoggingConfig: { LogRoleArn: 'arn:log', LogGroupName: 'group' },
  });
});

describe('deregistering', () => {
  it('ends the handlers of one version, whose id is not used again', async () => {
    for (const _ of [1, 2]) await register();
    await call('DeregisterType', { Arn: `${ARN}/00000002` });
    expect(stopped).toBe(1);
    expect(await call('DescribeType', { Arn: `${ARN}/00000002` })).toMatchObject({
      DeprecatedStatus: 'DEPRECATED',
      IsDefaultVersion: false,
    });
    await expect(call('SetTypeDefaultVersion', { Arn: `${ARN}/00000002` })).rejects.toThrow(
      'cannot be found',
    );
    expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000003` });
  });

  it('refuses the default version while there are others', async () => {
    for (const _ of [1, 2]) await register();
    await expect(call('DeregisterType', { TypeName: TYPE, VersionId: '00000001' })).rejects.toThrow(
      "Version '00000001' is the default version and cannot be deregistered. Deregister the resource type 'My::Own::Type' instead.",
    );
    expect(stopped).toBe(0);
  });

  it('ends the handlers of every version of a type', async () => {
    for (const _ of [1, 2]) await register();
    await call('DeregisterType', { TypeName: TYPE });
    expect(stopped).toBe(2);
    await expect(call('DescribeType', { TypeName: TYPE })).rejects.toThrow('cannot be found');
    expect(await call('ListTypes')).toEqual({ TypeSummaries: [] });
  });

  it('of the last version takes the type with it; its numbers are not used again', async () => {
    await register();
    await call('DeregisterType', { Arn: `${ARN}/00000001` });
    await expect(call('DescribeType', { TypeName: TYPE })).rejects.toThrow('cannot be found');
    expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000002` });
    expect(registry.state(caller).current(TYPE).versionId).toBe('00000002');
  });
});

it('ends every handler when it stops', async () => {
  await register();
  await register(TYPE, {}, { ...caller, region: 'eu-west-2' });
  await registry.stop();
  expect(stopped).toBe(2);
});

it('refuses calls and tokens that it does not know', async () => {
  await expect(call('PublishType')).rejects.toThrow('Unknown action: PublishType');
  await expect(call('DescribeTypeRegistration', { RegistrationToken: 'x' })).rejects.toThrow(
    'cannot be found',
  );
  await expect(call('SetTypeDefaultVersion', { TypeName: TYPE })).rejects.toThrow('cannot be found');
});
