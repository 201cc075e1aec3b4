import { ARN, fakeRegistry, NAMED, TYPE } from '../../../support/fake-registry';

const CONFIGURATION_ARN = ARN.replace(':type/', ':type-configuration/').concat('/default');

const configurable = {
  definitions: { Port: { type: 'integer', minimum: 1 } },
  typeConfiguration: {
    properties: {
      Endpoint: { type: 'string', pattern: '^https:' },
      Port: { $ref: '#/definitions/Port' },
      Nested: { type: 'object', properties: { Key: { type: 'string' } }, additionalProperties: false },
    },
    required: ['Endpoint'],
    additionalProperties: false,
  },
};

async function configured(schema: object = configurable) {
  const fake = fakeRegistry();
  await fake.register(TYPE, { SchemaHandlerPackage: fake.put(TYPE, schema) });
  const set = (Configuration: unknown, more: object = NAMED) =>
    fake.call('SetTypeConfiguration', {
      ...more,
      Configuration: typeof Configuration === 'string' ? Configuration : JSON.stringify(Configuration),
    });
  const describe = (...TypeConfigurationIdentifiers: object[]) =>
    fake.call('BatchDescribeTypeConfigurations', { TypeConfigurationIdentifiers });
  return { ...fake, set, describe };
}

it('keeps a configuration that the schema allows, and describes it by name, ARN and its own ARN', async () => {
  const { set, describe } = await configured();
  expect(await describe(NAMED)).toEqual({
    Errors: [],
    UnprocessedTypeConfigurations: [],
    TypeConfigurations: [
      {
        Arn: CONFIGURATION_ARN,
        Alias: 'default',
        Configuration: '{}',
        LastUpdated: undefined,
        TypeArn: ARN,
        TypeName: TYPE,
        IsDefaultConfiguration: true,
      },
    ],
  });
  const configuration = { Endpoint: 'https://x', Port: 2, Nested: { Key: 'k' } };
  expect(await set(configuration)).toEqual({ ConfigurationArn: CONFIGURATION_ARN });
  await set(configuration, { TypeArn: ARN, ConfigurationAlias: 'default' });
  for (const identifier of [
    NAMED,
    { TypeArn: ARN },
    { TypeArn: ARN, TypeConfigurationAlias: 'default' },
    { TypeConfigurationArn: CONFIGURATION_ARN },
  ])
    expect(await describe(identifier)).toMatchObject({
      TypeConfigurations: [
        { Configuration: JSON.stringify(configuration), LastUpdated: expect.stringMatching(/Z$/) },
      ],
    });
});

it.each([
  ['{', /^The configuration is not valid JSON: /],
  ['', /^The configuration is not valid JSON: /],
  ['[]', 'The configuration must be a JSON object.'],
  ['null', 'The configuration must be a JSON object.'],
  ['"text"', 'The configuration must be a JSON object.'],
  [{}, /#: required key \[Endpoint\] not found$/],
  [{ Endpoint: 'https://x', Endpiont: 1 }, /#: extraneous key \[Endpiont\] is not permitted$/],
  [{ Endpoint: 'http://x' }, /#\/Endpoint: failed validation constraint for keyword \[pattern\]/],
  [{ Endpoint: 'https://x', Port: '1' }, /#\/Port: expected type: integer$/],
  [{ Endpoint: 'https://x', Port: 0 }, /#\/Port: failed validation constraint for keyword \[minimum\]/],
  [{ Endpoint: 'https://x', Nested: { Other: 1 } }, /#\/Nested: extraneous key \[Other\]/],
])('refuses the configuration %j, and keeps what it had', async (configuration, message) => {
  const { set, describe } = await configured();
  await set({ Endpoint: 'https://before' });
  await expect(set(configuration)).rejects.toMatchObject({
    code: 'CFNRegistryException',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(await describe(NAMED)).toMatchObject({
    TypeConfigurations: [{ Configuration: '{"Endpoint":"https://before"}' }],
  });
});

it('refuses another alias than the one that handlers get, and a type without a configuration', async () => {
  const { set } = await configured();
  await expect(set({ Endpoint: 'https://x' }, { ...NAMED, ConfigurationAlias: 'other' })).rejects.toThrow(
    "ConfigurationAlias 'other' is not supported",
  );
  const plain = await configured({});
  await expect(plain.set({ a: 1 })).rejects.toThrow(`The type '${TYPE}' has no configuration`);
});

it('reports each identifier that has no configuration, beside the others', async () => {
  const { describe } = await configured();
  const unknown = { Type: 'RESOURCE', TypeName: 'Other::Own::Type' };
  const alias = { ...NAMED, TypeConfigurationAlias: 'other' };
  const arn = { TypeConfigurationArn: CONFIGURATION_ARN.replace('default', 'other') };
  expect(await describe(unknown, NAMED, alias, arn, {})).toMatchObject({
    Errors: [
      {
        ErrorCode: '404',
        ErrorMessage: "The type 'Other::Own::Type' cannot be found.",
        TypeConfigurationIdentifier: unknown,
      },
      { ErrorCode: '404', ErrorMessage: expect.stringContaining("The configuration 'other'") },
      { ErrorCode: '404', TypeConfigurationIdentifier: arn },
      { ErrorCode: '400', TypeConfigurationIdentifier: {} },
    ],
    UnprocessedTypeConfigurations: [unknown, alias, arn, {}],
    TypeConfigurations: [{ TypeName: TYPE }],
  });
});

it('a type that was deregistered has no configuration, nor has it one when it is back', async () => {
  const { call, set, describe, register, put } = await configured();
  await set({ Endpoint: 'https://x' });
  await call('DeregisterType', NAMED);
  await expect(set({ Endpoint: 'https://x' })).rejects.toThrow('cannot be found');
  expect(await describe(NAMED)).toMatchObject({ TypeConfigurations: [] });
  await register(TYPE, { SchemaHandlerPackage: put(TYPE, configurable) });
  expect(await describe(NAMED)).toMatchObject({ TypeConfigurations: [{ Configuration: '{}' }] });
});
