import { CALLER, fakeRegistry, NAMED, TYPE } from '../../support/fake-registry';

const validation =
  /^Deployment is currently in VALIDATION_STAGE of status FAILED; Next is DEPLOY_STAGE with status CANCELLED\nDeployment failed with error. Error message: \[[0-9a-f-]{36}\] /;

const needing = {
  handlers: {
    create: { permissions: ['s3:CreateBucket'] },
    read: { permissions: [] },
    delete: { permissions: [] },
  },
};

it('is under way until it has ended; only then are there its ARNs and a type', async () => {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { call, put, registry } = fakeRegistry({ delay: () => ended, waitFor: async () => {} });
  const { RegistrationToken } = await call('RegisterType', { ...NAMED, SchemaHandlerPackage: put(TYPE) });
  const describe = () => call('DescribeTypeRegistration', { RegistrationToken });
  expect(await describe()).toEqual({
    ProgressStatus: 'IN_PROGRESS',
    Description: 'Deployment is currently in VALIDATION_STAGE of status IN_PROGRESS',
  });
  expect(await call('ListTypeRegistrations')).toEqual({ RegistrationTokenList: [RegistrationToken] });
  await expect(call('DescribeType', NAMED)).rejects.toThrow('cannot be found');
  end();
  await Promise.all([...registry.state(CALLER).registrations.values()].map(({ work }) => work));
  expect(await describe()).toMatchObject({ ProgressStatus: 'COMPLETE', TypeArn: expect.any(String) });
  expect(await call('ListTypeRegistrations')).toEqual({ RegistrationTokenList: [] });
});

it.each([
  ['a package that is not a zip', 's3://packages/none', /end of central directory|zip/i],
  ['a package of another type', 'Other::Own::Type', /the package is of the type Other::Own::Type, not Tiny/],
])('fails in the validation of %s, and leaves no type', async (_what, from, reason) => {
  const { call, put, register } = fakeRegistry();
  const SchemaHandlerPackage = from.startsWith('s3:') ? from : put(from);
  const { Description, ...rest } = await register(TYPE, { SchemaHandlerPackage });
  expect(rest).toEqual({ ProgressStatus: 'FAILED' });
  expect(Description).toMatch(validation);
  expect(Description).toMatch(reason);
  await expect(call('DescribeType', NAMED)).rejects.toThrow('cannot be found');
  expect(await call('ListTypeRegistrations', { RegistrationStatusFilter: 'FAILED' })).toEqual({
    RegistrationTokenList: [expect.any(String)],
  });
});

it('fails in the deployment of handlers that can not be loaded', async () => {
  const { register } = fakeRegistry({
    startHost: async () => {
      throw new Error('the handler could not be loaded');
    },
  });
  expect(await register()).toEqual({
    ProgressStatus: 'FAILED',
    Description: expect.stringMatching(
      /^Deployment is currently in DEPLOY_STAGE of status FAILED\nDeployment failed with error. Error message: \[.{36}\] the handler could not be loaded$/,
    ),
  });
});

describe('where IAM is enforced', () => {
  it('handlers that need permissions need an execution role', async () => {
    const { register, put } = fakeRegistry({ requireRole: true });
    const SchemaHandlerPackage = put(TYPE, needing);
    expect(await register(TYPE, { SchemaHandlerPackage })).toMatchObject({
      ProgressStatus: 'FAILED',
      Description: expect.stringContaining(
        `the handlers of ${TYPE} need permissions (s3:CreateBucket, ...): register it with an ExecutionRoleArn`,
      ),
    });
    const ExecutionRoleArn = 'arn:aws:iam::111122223333:role/handlers';
    expect(await register(TYPE, { SchemaHandlerPackage, ExecutionRoleArn })).toMatchObject({
      ProgressStatus: 'COMPLETE',
    });
  });

  it('handlers that need none need no role', async () => {
    expect(await fakeRegistry({ requireRole: true }).register()).toMatchObject({
      ProgressStatus: 'COMPLETE',
    });
  });
});

it('without IAM, handlers may work as the root user', async () => {
  const { register, put } = fakeRegistry();
  expect(await register(TYPE, { SchemaHandlerPackage: put(TYPE, needing) })).toMatchObject({
    ProgressStatus: 'COMPLETE',
  });
});

it('a type without handlers is registered, though nothing can be provisioned with it', async () => {
  const { call, register, put, registry } = fakeRegistry();
  const SchemaHandlerPackage = put(TYPE, { handlers: undefined });
  expect(await register(TYPE, { SchemaHandlerPackage })).toMatchObject({ ProgressStatus: 'COMPLETE' });
  expect(await call('DescribeType', NAMED)).toMatchObject({ ProvisioningType: 'NON_PROVISIONABLE' });
  expect(registry.typesForStacks(CALLER)).toMatchObject([{ typeName: TYPE, handlers: [] }]);
});

it('a schema by which no model can be checked starts no handler', async () => {
  const { register, put, registry, stopped } = fakeRegistry();
  const broken = { properties: { Serial: { type: 'string' }, Title: { $ref: '#/definitions/Gone' } } };
  const SchemaHandlerPackage = put(TYPE, { ...broken, readOnlyProperties: undefined });
  expect(await register(TYPE, { SchemaHandlerPackage })).toMatchObject({
    ProgressStatus: 'FAILED',
    Description: expect.stringContaining("can't resolve reference #/definitions/Gone"),
  });
  await registry.stop();
  expect(stopped()).toBe(0);
});
