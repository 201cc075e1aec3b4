import { ARN, CALLER, fakeRegistry, NAMED, TYPE } from '../../support/fake-registry';

it('registers versions; the first is the default until another is set', async () => {
  const { call, register, fetched, registry } = fakeRegistry();
  expect(await register()).toMatchObject({
    ProgressStatus: 'COMPLETE',
    Description: 'Deployment is currently in DEPLOY_STAGE of status COMPLETED',
    TypeArn: ARN,
    TypeVersionArn: `${ARN}/00000001`,
  });
  await register();
  expect(fetched).toEqual(['s3://packages/0 in eu-west-1', 's3://packages/1 in eu-west-1']);
  expect(await call('DescribeType', NAMED)).toMatchObject({
    Arn: `${ARN}/00000001`,
    DefaultVersionId: '00000001',
    IsDefaultVersion: true,
    Description: 'labels, first edition',
    ProvisioningType: 'IMMUTABLE',
    DeprecatedStatus: 'LIVE',
    Visibility: 'PRIVATE',
  });
  await call('SetTypeDefaultVersion', { Arn: `${ARN}/00000002` });
  expect(registry.state(CALLER).current(TYPE).versionId).toBe('00000002');
  expect(await call('DescribeType', { Arn: `${ARN}/00000001` })).toMatchObject({
    IsDefaultVersion: false,
    DefaultVersionId: '00000002',
  });
});

it('reports the types that stacks can use, and what replaces their resources', async () => {
  const { call, register, registry } = fakeRegistry();
  await register();
  expect(registry.typesForStacks(CALLER)).toEqual([
    {
      typeName: TYPE,
      createOnly: [['Title']],
      identifier: ['Serial'],
      handlers: ['create', 'read', 'delete', 'list'],
    },
  ]);
  await call('DeregisterType', NAMED);
  expect(registry.typesForStacks(CALLER)).toEqual([]);
});

it('has its own types in each Region and account', async () => {
  const { call, register, registry } = fakeRegistry();
  await register();
  for (const other of [
    { ...CALLER, region: 'eu-west-2' },
    { ...CALLER, account: '444455556666' },
  ]) {
    await expect(call('DescribeType', NAMED, other)).rejects.toThrow('cannot be found');
    await expect(call('DescribeType', { Arn: ARN }, other)).rejects.toThrow('cannot be found');
    expect(await call('ListTypes', {}, other)).toEqual({ TypeSummaries: [] });
    expect(() => registry.state(other).current(TYPE)).toThrow(`The type '${TYPE}' cannot be found.`);
  }
  const other = { ...CALLER, region: 'eu-west-2' };
  expect(await register(TYPE, {}, other)).toMatchObject({ TypeArn: ARN.replace('eu-west-1', 'eu-west-2') });
  await expect(call('DescribeType', { Arn: ARN }, other)).rejects.toThrow('cannot be found');
  await call('DeregisterType', NAMED, other);
  expect(registry.state(CALLER).current(TYPE).versionId).toBe('00000001');
});

it('keeps the roles of a version', async () => {
  const { call, register } = fakeRegistry();
  await register(TYPE, {
    ExecutionRoleArn: 'arn:role',
    LoggingConfig: { LogRoleArn: 'arn:log', LogGroupName: 'group' },
  });
  expect(await call('DescribeType', NAMED)).toMatchObject({
    ExecutionRoleArn: 'arn:role',
    LoggingConfig: { LogRoleArn: 'arn:log', LogGroupName: 'group' },
  });
});

it('reports the tests of a version that a request names: not tested, then passed without having run here', async () => {
  const { call, register } = fakeRegistry();
  await register();
  expect(await call('DescribeType', NAMED)).not.toHaveProperty('TypeTestsStatus');
  expect(await call('DescribeType', { Arn: `${ARN}/00000001` })).toMatchObject({
    TypeTestsStatus: 'NOT_TESTED',
  });
  expect(await call('TestType', NAMED)).toEqual({ TypeVersionArn: `${ARN}/00000001` });
  expect(await call('DescribeType', { Arn: `${ARN}/00000001` })).toMatchObject({
    TypeTestsStatus: 'PASSED',
    TypeTestsStatusDescription: expect.stringContaining('run them with cfn test'),
  });
});

describe('deregistering', () => {
  it('ends the handlers of one version, whose id is not used again', async () => {
    const { call, register, stopped } = fakeRegistry();
    for (const _ of [1, 2]) await register();
    await call('DeregisterType', { Arn: `${ARN}/00000002` });
    expect(stopped()).toBe(1);
    expect(await call('DescribeType', { Arn: `${ARN}/00000002` })).toMatchObject({
      DeprecatedStatus: 'DEPRECATED',
      IsDefaultVersion: false,
    });
    await expect(call('SetTypeDefaultVersion', { Arn: `${ARN}/00000002` })).rejects.toThrow(
      'cannot be found',
    );
    await expect(call('DeregisterType', { Arn: `${ARN}/00000002` })).rejects.toThrow('cannot be found');
    expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000003` });
  });

  it('refuses the default version while there are others', async () => {
    const { call, register, stopped } = fakeRegistry();
    for (const _ of [1, 2]) await register();
    await expect(call('DeregisterType', { ...NAMED, VersionId: '00000001' })).rejects.toThrow(
      `Version '00000001' is the default version and cannot be deregistered. Deregister the resource type '${TYPE}' instead.`,
    );
    expect(stopped()).toBe(0);
  });

  it('ends the handlers of every version of a type', async () => {
    const { call, register, stopped } = fakeRegistry();
    for (const _ of [1, 2]) await register();
    await call('DeregisterType', NAMED);
    expect(stopped()).toBe(2);
    await expect(call('DescribeType', NAMED)).rejects.toThrow('cannot be found');
    expect(await call('ListTypes', { ProvisioningType: 'IMMUTABLE' })).toEqual({ TypeSummaries: [] });
  });

  it('of the last version takes the type with it; its numbers are not used again', async () => {
    const { call, register, registry } = fakeRegistry();
    await register();
    await call('DeregisterType', { Arn: `${ARN}/00000001` });
    await expect(call('DescribeType', NAMED)).rejects.toThrow('cannot be found');
    expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000002` });
    expect(registry.state(CALLER).current(TYPE).versionId).toBe('00000002');
  });
});

it('ends every handler when it stops, also of a registration that is under way', async () => {
  const { registry, register, call, put, stopped } = fakeRegistry();
  await register();
  await register(TYPE, {}, { ...CALLER, region: 'eu-west-2' });
  await call('RegisterType', { ...NAMED, SchemaHandlerPackage: put(TYPE) });
  await registry.stop();
  expect(stopped()).toBe(3);
});

it.each([
  ['DescribeType', {}, 'Either the ARN of a type, or Type and TypeName must be given'],
  ['DescribeType', { TypeName: TYPE }, 'Either the ARN of a type, or Type and TypeName must be given'],
  ['DescribeType', { Type: 'HOOK', TypeName: TYPE }, `The type '${TYPE}' cannot be found.`],
  ['DescribeType', { Arn: ARN.replace('resource', 'hook') }, `The type '${TYPE}' cannot be found.`],
  ['DescribeType', { ...NAMED, VersionId: '00000009' }, "The version '00000009' cannot be found."],
  ['SetTypeDefaultVersion', NAMED, 'cannot be found'],
  ['TestType', { ...NAMED, VersionId: '00000009' }, "The version '00000009' cannot be found."],
  ['DescribeTypeRegistration', { RegistrationToken: 'x' }, 'The registration token cannot be found.'],
  ['PublishType', NAMED, 'Unknown action: PublishType'],
])('refuses %s of %j', async (action, input, message) => {
  const { call, register } = fakeRegistry();
  await register();
  await expect(call(action, input)).rejects.toThrow(message);
});
