import { ARN, fakeRegistry, NAMED, TYPE } from '../../../support/fake-registry';

const OTHER = 'Other::Own::Type';
const mutable = {
  handlers: Object.fromEntries(
    ['create', 'read', 'update', 'delete'].map((verb) => [verb, { permissions: [] }]),
  ),
};
const bare = { handlers: {} };

describe('ListTypes', () => {
  const names = (answer: unknown) =>
    (answer as { TypeSummaries: { TypeName: string }[] }).TypeSummaries.map(({ TypeName }) => TypeName);

  it.each<[object, string[]]>([
    [{}, [OTHER]],
    [{ ProvisioningType: 'FULLY_MUTABLE' }, [OTHER]],
    [{ ProvisioningType: 'IMMUTABLE' }, [TYPE]],
    [{ ProvisioningType: 'NON_PROVISIONABLE' }, ['Bare::Own::Type']],
    [{ Visibility: 'PRIVATE' }, [OTHER]],
    [{ Visibility: 'PUBLIC' }, []],
    [{ Type: 'RESOURCE' }, [OTHER]],
    [{ Type: 'HOOK' }, []],
    [{ DeprecatedStatus: 'LIVE' }, [OTHER]],
    [{ DeprecatedStatus: 'DEPRECATED' }, ['Gone::Own::Type']],
    [{ Filters: { Category: 'REGISTERED' } }, [OTHER]],
    [{ Filters: { Category: 'THIRD_PARTY' } }, [OTHER]],
    [{ Filters: { Category: 'ACTIVATED' } }, []],
    [{ Filters: { Category: 'AWS_TYPES' } }, []],
    [{ Filters: { PublisherId: '000000000001' } }, []],
    [{ Filters: { TypeNamePrefix: 'Other::' } }, [OTHER]],
    [{ Filters: { TypeNamePrefix: 'Own::' } }, []],
  ])('with %j lists %j', async (input, expected) => {
    const { call, put, register } = fakeRegistry();
    await register();
    await register(OTHER, { SchemaHandlerPackage: put(OTHER, mutable) });
    await register('Bare::Own::Type', { SchemaHandlerPackage: put('Bare::Own::Type', bare) });
    await register('Gone::Own::Type', { SchemaHandlerPackage: put('Gone::Own::Type', mutable) });
    await call('DeregisterType', { Type: 'RESOURCE', TypeName: 'Gone::Own::Type' });
    expect(names(await call('ListTypes', input))).toEqual(expected);
  });

  it('describes each type, a page at a time', async () => {
    const { call, register } = fakeRegistry();
    for (const end of ['aa', 'bb', 'cc']) await register(`Tiny::Labels::${end}`);
    const query = { ProvisioningType: 'IMMUTABLE', MaxResults: 2 };
    const first = await call('ListTypes', query);
    expect(first).toEqual({
      TypeSummaries: [
        {
          Type: 'RESOURCE',
          TypeName: 'Tiny::Labels::aa',
          DefaultVersionId: '00000001',
          TypeArn: ARN.replace('-Label', '-aa').replace('Tiny-aas-Label', 'Tiny-Labels-aa'),
          LastUpdated: expect.stringMatching(/Z$/),
          Description: 'labels, first edition',
        },
        expect.objectContaining({ TypeName: 'Tiny::Labels::bb' }),
      ],
      NextToken: expect.any(String),
    });
    const { NextToken } = first;
    const second = await call('ListTypes', { ...query, NextToken });
    expect(names(second)).toEqual(['Tiny::Labels::cc']);
    expect(second).not.toHaveProperty('NextToken');
    await expect(call('ListTypes', { NextToken: 'bogus' })).rejects.toMatchObject({
      code: 'CFNRegistryException',
      message: "Invalid next token: 'bogus'",
    });
  });
});

describe('ListTypeVersions', () => {
  const ids = (answer: unknown) =>
    (answer as { TypeVersionSummaries: { VersionId: string }[] }).TypeVersionSummaries.map(
      ({ VersionId }) => VersionId,
    );

  it('lists live ones unless deprecated ones are asked for, by name or ARN', async () => {
    const { call, register } = fakeRegistry();
    for (const _ of [1, 2, 3]) await register();
    await call('DeregisterType', { Arn: `${ARN}/00000002` });
    for (const reference of [NAMED, { Arn: ARN }]) {
      expect(ids(await call('ListTypeVersions', reference))).toEqual(['00000001', '00000003']);
      expect(ids(await call('ListTypeVersions', { ...reference, DeprecatedStatus: 'DEPRECATED' }))).toEqual([
        '00000002',
      ]);
    }
    expect(await call('ListTypeVersions', { ...NAMED, MaxResults: 1 })).toMatchObject({
      TypeVersionSummaries: [
        { TypeName: TYPE, VersionId: '00000001', IsDefaultVersion: true, Arn: `${ARN}/00000001` },
      ],
      NextToken: expect.any(String),
    });
  });

  it('lists the versions of a type that was deregistered', async () => {
    const { call, register } = fakeRegistry();
    await register();
    await call('DeregisterType', NAMED);
    expect(await call('ListTypeVersions', NAMED)).toEqual({ TypeVersionSummaries: [] });
    const deprecated = await call('ListTypeVersions', { ...NAMED, DeprecatedStatus: 'DEPRECATED' });
    expect(ids(deprecated)).toEqual(['00000001']);
  });

  it('has no TypeNotFoundException: an unknown type is a CFNRegistryException', async () => {
    await expect(fakeRegistry().call('ListTypeVersions', NAMED)).rejects.toMatchObject({
      code: 'CFNRegistryException',
      message: `The type '${TYPE}' cannot be found.`,
    });
  });
});

it('ListTypeRegistrations lists those of a type and a status; without a status, those under way', async () => {
  const { call, put, register } = fakeRegistry();
  const tokens = async (input: object) =>
    ((await call('ListTypeRegistrations', input)).RegistrationTokenList as string[]).length;
  await register();
  await register(OTHER);
  await register(OTHER, { SchemaHandlerPackage: put(TYPE) });
  expect(await tokens({})).toBe(0);
  expect(await tokens({ RegistrationStatusFilter: 'COMPLETE' })).toBe(2);
  expect(await tokens({ RegistrationStatusFilter: 'COMPLETE', ...NAMED })).toBe(1);
  expect(await tokens({ RegistrationStatusFilter: 'COMPLETE', TypeArn: ARN })).toBe(1);
  expect(await tokens({ RegistrationStatusFilter: 'FAILED', ...NAMED })).toBe(0);
  expect(await tokens({ RegistrationStatusFilter: 'FAILED', Type: 'RESOURCE', TypeName: OTHER })).toBe(1);
  expect(await tokens({ RegistrationStatusFilter: 'COMPLETE', Type: 'HOOK' })).toBe(0);
  expect(
    await call('ListTypeRegistrations', { RegistrationStatusFilter: 'COMPLETE', MaxResults: 1 }),
  ).toEqual({
    RegistrationTokenList: [expect.any(String)],
    NextToken: expect.any(String),
  });
});
