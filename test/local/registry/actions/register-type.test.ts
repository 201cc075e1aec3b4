import type { TypeVersion } from '../../../../local/registry/state';
import { ARN, CALLER, fakeRegistry, NAMED, TYPE } from '../../../support/fake-registry';

const role = 'arn:aws:iam::111122223333:role/handlers';

it.each([
  ['AWS::Own::Type', "The namespace 'AWS' of 'AWS::Own::Type' is reserved"],
  ['Amazon::Own::Type', "The namespace 'Amazon'"],
  ['AMZN::Own::Type', "The namespace 'AMZN'"],
  ['Alexa::Own::Type', "The namespace 'Alexa'"],
  ['Custom::Own::Type', "The namespace 'Custom'"],
  ['Dev::Own::Type', "The namespace 'Dev'"],
  ['aws::Own::Type', "The namespace 'aws'"],
  ['Two::Parts', 'must be three words'],
  ['A::Own::Type', 'must be three words'],
  ['My::Own::Type::MODULE', 'must be three words'],
  ['My::Own-::Type', 'must be three words'],
])('refuses the name %s at once', async (TypeName, message) => {
  const { call, put, fetched } = fakeRegistry();
  const SchemaHandlerPackage = put(TYPE);
  await expect(call('RegisterType', { Type: 'RESOURCE', TypeName, SchemaHandlerPackage })).rejects.toThrow(
    message,
  );
  expect(fetched).toEqual([]);
});

it.each(['AWSQS::Own::Type', 'Developers::Own::Type', 'MyCustom::Own::Type'])(
  'accepts %s, whose namespace only begins as a reserved one',
  async (name) => {
    expect(await fakeRegistry().register(name)).toMatchObject({ ProgressStatus: 'COMPLETE' });
  },
);

it.each(['MODULE', 'HOOK'])('refuses the kind %s, which it does not have', async (Type) => {
  const { call, put } = fakeRegistry();
  const input = { Type, TypeName: TYPE, SchemaHandlerPackage: put(TYPE) };
  await expect(call('RegisterType', input)).rejects.toMatchObject({
    code: 'CFNRegistryException',
    message: `Type ${Type} is not supported by the local endpoint: it registers types of the kind RESOURCE only.`,
  });
});

it('takes a request without a kind for one of RESOURCE', async () => {
  expect(await fakeRegistry().register(TYPE, { Type: undefined })).toMatchObject({
    ProgressStatus: 'COMPLETE',
  });
});

describe('the same request with the same ClientRequestToken', () => {
  it('is the same registration, while it is under way and after', async () => {
    const { call, put } = fakeRegistry();
    const input = { ...NAMED, SchemaHandlerPackage: put(TYPE), ClientRequestToken: 'once' };
    const [first, second] = await Promise.all([call('RegisterType', input), call('RegisterType', input)]);
    await call('DescribeTypeRegistration', first);
    expect([second, await call('RegisterType', input)]).toEqual([first, first]);
    expect(await call('ListTypeVersions', NAMED)).toMatchObject({
      TypeVersionSummaries: [{ VersionId: '00000001' }],
    });
  });

  it('but another request is not', async () => {
    const { register, put } = fakeRegistry();
    const SchemaHandlerPackage = put(TYPE);
    const once = { SchemaHandlerPackage, ClientRequestToken: 'once' };
    expect(await register(TYPE, once)).toMatchObject({ TypeVersionArn: `${ARN}/00000001` });
    expect(await register(TYPE, { ...once, ExecutionRoleArn: role })).toMatchObject({
      TypeVersionArn: `${ARN}/00000002`,
    });
    expect(await register(TYPE, { SchemaHandlerPackage })).toMatchObject({
      TypeVersionArn: `${ARN}/00000003`,
    });
  });
});

it('has room for 50 versions of a type, of which deregistered ones do not count', async () => {
  const { call, register, registry } = fakeRegistry();
  await register();
  const { versions } = registry.state(CALLER).liveType(NAMED);
  for (let number = 2; number <= 50; number += 1) {
    const versionId = String(number).padStart(8, '0');
    versions.push({ ...(versions[0] as TypeVersion), versionId, arn: `${ARN}/${versionId}` });
  }
  await expect(register()).rejects.toThrow(`The type '${TYPE}' has 50 versions`);
  await call('DeregisterType', { Arn: `${ARN}/00000007` });
  expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000051` });
  await expect(register()).rejects.toThrow(`The type '${TYPE}' has 50 versions`);
});

it('has room for 50 types, of which deregistered ones do not count', async () => {
  const { call, register, registry } = fakeRegistry();
  await register();
  const { types } = registry.state(CALLER);
  const type = registry.state(CALLER).liveType(NAMED);
  for (let number = 2; number <= 50; number += 1) types.set(`Tiny::Labels::No${number}`, { ...type });
  await expect(register('Tiny::Labels::Another')).rejects.toThrow('50 types are registered');
  expect(await register()).toMatchObject({ TypeVersionArn: `${ARN}/00000002` });
  await call('DeregisterType', NAMED);
  expect(await register('Tiny::Labels::Another')).toMatchObject({ ProgressStatus: 'COMPLETE' });
});

it('passes the error on when the package can not be read', async () => {
  const { register } = fakeRegistry({
    fetchPackage: async () => {
      throw new Error('Error validating schemaHandlerPackage.');
    },
  });
  await expect(register()).rejects.toThrow('Error validating schemaHandlerPackage.');
});
