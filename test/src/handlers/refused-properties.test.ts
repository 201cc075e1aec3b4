import { parseModel, parseTypeConfiguration } from '../../../src/handlers/parse-properties';
import { createEntrypoints } from '../../../src/runtime';

const valid = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };

const { entrypoint } = createEntrypoints({
  typeName: 'TokenInjectable::Docker::Builder',
  handlers: {
    CREATE: async () => ({ status: 'SUCCESS' as const }),
    READ: async () => ({ status: 'SUCCESS' as const }),
    UPDATE: async ({ desiredResourceState }) => ({
      status: 'SUCCESS' as const,
      resourceModel: desiredResourceState,
    }),
    DELETE: async () => ({ status: 'SUCCESS' as const }),
    LIST: async () => ({ status: 'SUCCESS' as const }),
  },
  coerce: { model: parseModel, typeConfiguration: parseTypeConfiguration },
});

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

const refused: [string, unknown][] = [
  ['an unknown property', { ...valid, Soruce: {} }],
  ['a missing required property', { BuilderName: 'web' }],
  ['two sources at once', { ...valid, Source: { Inline: 'FROM scratch', S3Bucket: 'abc', S3Key: 'k' } }],
  ['no source at all', { ...valid, Source: {} }],
  ['a null where an object belongs', { ...valid, Source: null }],
  ['a value beyond its limit', { ...valid, TimeoutInMinutes: '4' }],
  ['a value of the wrong type', { ...valid, BuildArgs: ['A'] }],
  ['a number that is none', { ...valid, TimeoutInMinutes: 'soon' }],
  ['an unresolved reference', { ...valid, BuildArgs: { A: { Ref: 'Missing' } } }],
  ['an argument name that is none', { ...valid, BuildArgs: { 'a b': 'x' } }],
  ['an unknown choice', { ...valid, Repository: { RemovalPolicy: 'KEEP' } }],
  ['a prototype as a property', JSON.parse('{"__proto__": {"x": 1}, "Source": 1}')],
  ['a list', [valid]],
  ['a text', 'properties'],
  ['a number', 7],
  ['false', false],
  ['an empty object', {}],
  ['deep nesting', { ...valid, BuildArgs: nested(200) }],
  ['nothing', null],
];

it.each(refused)(
  'an update whose previous properties are or have %s goes on',
  async (_what, previousResourceProperties) => {
    const answer = await entrypoint({
      action: 'UPDATE',
      awsAccountId: '123456789012',
      region: 'us-east-1',
      bearerToken: 'token',
      requestData: { resourceProperties: valid, previousResourceProperties },
    });
    expect(answer).toMatchObject({ status: 'SUCCESS', resourceModel: valid });
  },
);

it('the desired properties are still refused', async () => {
  const answer = await entrypoint({
    action: 'UPDATE',
    awsAccountId: '123456789012',
    region: 'us-east-1',
    requestData: { resourceProperties: { ...valid, Soruce: 1 }, previousResourceProperties: valid },
  });
  expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'InvalidRequest' });
});

describe.each(['DELETE', 'READ', 'LIST'])('a %s', (action) => {
  const answerTo = (resourceProperties: unknown, typeConfiguration?: unknown) =>
    entrypoint({
      action,
      awsAccountId: '123456789012',
      region: 'us-east-1',
      requestData: { resourceProperties, typeConfiguration },
    });

  it.each(refused)(
    'needs no more than the identifier: properties that are or have %s',
    async (_what, raw) => {
      expect(await answerTo(raw)).toMatchObject({ status: 'SUCCESS' });
    },
  );

  it('does not need a type configuration that the schema allows', async () => {
    expect(await answerTo(valid, { Unknown: true })).toMatchObject({ status: 'SUCCESS' });
  });
});

it('a DELETE of properties that the schema refuses finds its builder', () => {
  const raw = { ...valid, Soruce: 1, TimeoutInMinutes: 'soon' };
  expect(parseModel(raw, 'DELETE')).toEqual({ BuilderName: 'web' });
  expect(parseModel({ BuilderName: ['web'] }, 'DELETE').BuilderName).toBeUndefined();
});
