import { type Case, production, sam, VERBS } from './case';
import { ERROR_CODES, type Script } from './scripts';
import type { Plain } from './thing';

const success: Script = { kind: 'answer', status: 'SUCCESS', model: 'echo' };
const whole: Plain = {
  Name: 'thing',
  Size: '5',
  Ratio: '0.5',
  Enabled: 'true',
  Labels: ['a', 'b'],
  Settings: { one: '1', two: '2' },
  Inner: { Word: 'w', Count: '7' },
};

const both = (name: string, action: string, script: Script): Case[] => [
  { name: `${name}, production`, entry: 'production', event: production(action), script },
  { name: `${name}, test`, entry: 'test', event: sam(action), script },
];

const verbs = VERBS.flatMap((verb) => both(`${verb} succeeds`, verb, success));

const failures = ERROR_CODES.flatMap((errorCode) =>
  both(`a failure with ${errorCode}`, 'CREATE', {
    kind: 'answer',
    status: 'FAILED',
    errorCode,
    message: 'it did not work',
  }),
);
const exceptions = ERROR_CODES.flatMap((errorCode) =>
  both(`a thrown ${errorCode}`, 'UPDATE', { kind: 'exception', errorCode, message: 'it did not work' }),
);
const errors = (['Error', 'TypeError', 'RangeError'] as const).flatMap((type) =>
  both(`a thrown ${type}`, 'DELETE', { kind: 'error', type, message: 'an oversight' }),
);
const values = ['a word', 7, null].flatMap((value) =>
  both(`a thrown ${JSON.stringify(value)}`, 'CREATE', { kind: 'thrown value', value }),
);
const nothing = both('no answer', 'CREATE', { kind: 'no answer' });

/** A create of several callbacks: each invocation is one event, with the context that the one before it answered. */
const stabilising = [
  undefined,
  {},
  { step: 1 },
  { step: 2, seen: ['a'] },
  { step: 3, deep: { x: null } },
].map(
  (callbackContext, index): Case => ({
    name: `callback ${index}`,
    entry: 'production',
    event: production('CREATE', { resourceProperties: whole }, callbackContext ? { callbackContext } : {}),
    script:
      index === 4
        ? success
        : {
            kind: 'answer',
            status: 'IN_PROGRESS',
            message: `step ${index}`,
            callbackContext: { step: index + 1, list: [1, 'two'], deep: { yes: true } },
            callbackDelaySeconds: index * 5,
            model: 'echo',
          },
  }),
);

const looks = ['READ', 'LIST'].flatMap((verb) =>
  both(`${verb} in progress`, verb, { kind: 'answer', status: 'IN_PROGRESS', message: 'later' }),
);
const lists: Case[] = [
  ...both('a list', 'LIST', { kind: 'answer', status: 'SUCCESS', models: [{ Name: 'a' }, { Name: 'b' }] }),
  ...both('an empty list', 'LIST', { kind: 'answer', status: 'SUCCESS', models: [] }),
  ...both('a page of a list', 'LIST', {
    kind: 'answer',
    status: 'SUCCESS',
    models: [{ Name: 'a' }],
    nextToken: 'next-page',
  }),
  {
    name: 'a list that goes on',
    entry: 'production',
    event: production('LIST', {}, { nextToken: 'this-page' }),
    script: { kind: 'answer', status: 'SUCCESS', models: [{ Name: 'c' }] },
  },
];

const properties: Plain[] = [
  whole,
  {},
  { Name: '' },
  { Size: 0 },
  { Size: '-3' },
  { Size: 9007199254740991 },
  { Ratio: 1e-7 },
  { Ratio: '12' },
  { Enabled: false },
  { Enabled: 'false' },
  { Labels: [] },
  { Labels: ['', 'ümlaut', '"quoted"', 'line\nbreak'] },
  { Settings: {} },
  { Settings: { 'a.b': 'x', 'with space': 'y', ü: 'z' } },
  { Inner: {} },
  { Inner: { Count: '0' } },
];
const models = properties.flatMap((resourceProperties, index): Case[] => [
  {
    name: `properties ${index}, production`,
    entry: 'production',
    event: production('CREATE', { resourceProperties }),
    script: success,
  },
  {
    name: `properties ${index}, test`,
    entry: 'test',
    event: sam('UPDATE', { desiredResourceState: resourceProperties, previousResourceState: whole }),
    script: success,
  },
]);

const tags = { team: 'shop', 'aws:x': 'y' };
const surroundings: Plain[] = [
  { stackTags: tags },
  { stackTags: tags, previousStackTags: { team: 'other' } },
  { systemTags: { 'aws:cloudformation:stack-name': 'shop' } },
  { stackTags: null, previousStackTags: null, systemTags: null },
  { typeConfiguration: { Mode: 'fast' } },
  { typeConfiguration: {} },
  { typeConfiguration: null },
  { callerCredentials: null },
  { previousResourceProperties: whole },
  { previousResourceProperties: null },
  { logicalResourceId: null },
  { resourceProperties: null },
  { resourceProperties: undefined },
];
const around = surroundings.map(
  (data): Case => ({
    name: `surroundings ${JSON.stringify(data)}`,
    entry: 'production',
    event: production('UPDATE', data),
    script: { ...success, model: { Name: 'made' } },
  }),
);

const odd: Plain[] = [
  { stackId: null },
  { stackId: undefined },
  { region: 'cn-north-1' },
  { region: 'us-gov-west-1' },
  { region: undefined },
  { resourceType: undefined },
  { bearerToken: undefined },
  { responseEndpoint: 'https://old' },
  { nextToken: null },
  { callbackContext: null },
  { unknownMember: 'x' },
];
const oddEvents = odd.map(
  (more): Case => ({
    name: `an event with ${JSON.stringify(more)}`,
    entry: 'production',
    event: production('CREATE', {}, more),
    script: success,
  }),
);

const broken: Case[] = [
  ['no account', production('CREATE', {}, { awsAccountId: undefined })],
  ['an empty account', production('CREATE', {}, { awsAccountId: '' })],
  ['no request data', production('CREATE', {}, { requestData: undefined })],
  ['null as request data', production('CREATE', {}, { requestData: null })],
  ['an unknown action', production('PAINT')],
  ['no action', production('CREATE', {}, { action: undefined })],
  ['an empty event', {}],
].map(([name, event]) => ({
  name: name as string,
  entry: 'production',
  event: event as Plain,
  script: success,
}));

const brokenTests: Case[] = [
  ['an unknown action, test', sam('PAINT')],
  ['no credentials, test', sam('CREATE', {}, { credentials: null })],
  ['no request, test', sam('CREATE', {}, { request: undefined })],
].map(([name, event]) => ({ name: name as string, entry: 'test', event: event as Plain, script: success }));

const messages = [
  '',
  'two\nlines',
  'tab\there',
  'ümlaut',
  '\u001b[31mred\u001b[0m',
  'bell\u0007',
  'x'.repeat(1500),
].map(
  (message): Case => ({
    name: `the message ${JSON.stringify(message.slice(0, 20))}`,
    entry: 'production',
    event: production('CREATE'),
    script: { kind: 'answer', status: 'FAILED', errorCode: 'InvalidRequest', message },
  }),
);
const secretMessages: Case[] = [
  {
    name: 'a message with the bearer token',
    entry: 'production',
    event: production('CREATE'),
    script: { kind: 'answer', status: 'FAILED', errorCode: 'InvalidRequest', message: 'of bearer-0001' },
  },
];

const keys = ['constructor', '__proto__', 'toString', 'hasOwnProperty'].map(
  (key): Case => ({
    name: `the map key ${key}`,
    entry: 'production',
    event: production('CREATE', {
      resourceProperties: JSON.parse(`{"Settings": {"a": "1", "${key}": "x"}}`),
    }),
    script: success,
  }),
);
const unset: Case[] = [{ Name: null }, { Labels: null }, { Inner: null }, { Inner: { Word: null } }].map(
  (resourceProperties) => ({
    name: `unset ${JSON.stringify(resourceProperties)}`,
    entry: 'production',
    event: production('CREATE', { resourceProperties }),
    script: success,
  }),
);

/** Every case that somebody thought of. */
export const tables: readonly Case[] = [
  ...verbs,
  ...failures,
  ...exceptions,
  ...errors,
  ...values,
  ...nothing,
  ...stabilising,
  ...looks,
  ...lists,
  ...models,
  ...around,
  ...oddEvents,
  ...broken,
  ...brokenTests,
  ...messages,
  ...secretMessages,
  ...keys,
  ...unset,
];
