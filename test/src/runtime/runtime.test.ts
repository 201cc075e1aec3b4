import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { createEntrypoints } from '../../../src/runtime';
import { cleanMessage } from '../../../src/runtime/clean-message';
import type { HandlerEvent } from '../../../src/runtime/event';
import { HandlerError } from '../../../src/runtime/handler-error';
import type { Handler, HandlerRequest, ProgressEvent } from '../../../src/runtime/protocol';

type Model = Record<string, unknown>;
type Asked = HandlerRequest<Model, object, Model>;

const logs = mockClient(CloudWatchLogsClient);
const metrics = mockClient(CloudWatchClient);

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
  metrics.reset();
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

const credentials = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'very-secret-key',
  sessionToken: 'session-token',
};

const event = (more: Partial<HandlerEvent> = {}): HandlerEvent => ({
  action: 'CREATE',
  awsAccountId: '123456789012',
  bearerToken: 'bearer-token-1',
  region: 'eu-west-1',
  stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1',
  resourceType: 'Test::Type::Thing',
  requestData: {
    resourceProperties: { Name: 'x' },
    logicalResourceId: 'Thing',
    callerCredentials: credentials,
    providerCredentials: credentials,
    providerLogGroupName: 'group',
  },
  ...more,
});

function entrypointWith(handler: Handler<Model, object, Model>) {
  const handlers = { CREATE: handler, READ: handler, UPDATE: handler, DELETE: handler, LIST: handler };
  const identity = (raw: unknown) => raw as Model;
  return createEntrypoints<Model, object, Model>({
    typeName: 'Test::Type::Thing',
    handlers,
    coerce: { model: identity, typeConfiguration: identity },
  }).entrypoint;
}

it('an event without credentials is refused where the type needs its execution role, but not by a test', async () => {
  const handlers = { CREATE: succeed, READ: succeed, UPDATE: succeed, DELETE: succeed, LIST: succeed };
  const identity = (raw: unknown) => raw as Model;
  const { entrypoint, testEntrypoint } = createEntrypoints<Model, object, Model>({
    typeName: 'Test::Type::Thing',
    handlers,
    coerce: { model: identity, typeConfiguration: identity },
    needsExecutionRole: true,
  });
  expect(await entrypoint(event())).toMatchObject({ status: 'SUCCESS' });
  expect(await entrypoint(event({ requestData: { resourceProperties: {} } }))).toMatchObject({
    status: 'FAILED',
    errorCode: 'InvalidCredentials',
    message: expect.stringContaining('register the type with an execution role'),
  });
  expect(await testEntrypoint({ action: 'CREATE', request: {} })).toMatchObject({ status: 'SUCCESS' });
});

async function succeed(): Promise<ProgressEvent<Model, object>> {
  return { status: 'SUCCESS' };
}

const answering = (answer: ProgressEvent<Model, object>) => entrypointWith(async () => answer);

describe('an answer', () => {
  it.each<[string, ProgressEvent<Model, object>, object]>([
    [
      'of success',
      { status: 'SUCCESS', resourceModel: { Name: 'x' } },
      { status: 'SUCCESS', message: '', callbackDelaySeconds: 0, resourceModel: { Name: 'x' } },
    ],
    [
      'of a delete has no model',
      { status: 'SUCCESS' },
      { status: 'SUCCESS', message: '', callbackDelaySeconds: 0 },
    ],
    [
      'in progress',
      {
        status: 'IN_PROGRESS',
        message: 'busy',
        callbackContext: { n: 1 },
        callbackDelaySeconds: 3,
        resourceModel: { Name: 'x' },
      },
      {
        status: 'IN_PROGRESS',
        message: 'busy',
        callbackContext: { n: 1 },
        callbackDelaySeconds: 3,
        resourceModel: { Name: 'x' },
      },
    ],
    [
      'of a failure',
      { status: 'FAILED', errorCode: 'NotFound', message: 'gone' },
      { status: 'FAILED', errorCode: 'NotFound', message: 'gone', callbackDelaySeconds: 0 },
    ],
    [
      'of a list',
      { status: 'SUCCESS', resourceModels: [{ Name: 'x' }], nextToken: 't' },
      {
        status: 'SUCCESS',
        message: '',
        callbackDelaySeconds: 0,
        resourceModels: [{ Name: 'x' }],
        nextToken: 't',
      },
    ],
  ])('%s', async (_what, answer, wire) => {
    expect(await answering(answer)(event())).toEqual(wire);
  });

  it.each([
    [new HandlerError('NotUpdatable', 'no'), 'NotUpdatable', 'no'],
    [new TypeError('oops'), 'InternalFailure', 'oops'],
    ['a word', 'InternalFailure', 'a word'],
  ])('to a handler that throws %s', async (thrown, errorCode, message) => {
    const entrypoint = entrypointWith(async () => {
      throw thrown;
    });
    expect(await entrypoint(event())).toMatchObject({ status: 'FAILED', errorCode, message });
  });

  it.each([
    [{ awsAccountId: undefined }, 'InvalidRequest'],
    [{ action: 'PAINT' }, 'InternalFailure'],
  ])('to an event that is wrong: %j', async (more, errorCode) => {
    expect(await answering({ status: 'SUCCESS' })(event(more))).toMatchObject({
      status: 'FAILED',
      errorCode,
    });
  });

  it('of read and list is never in progress', async () => {
    expect(await answering({ status: 'IN_PROGRESS' })(event({ action: 'READ' }))).toMatchObject({
      status: 'FAILED',
      errorCode: 'InternalFailure',
    });
  });

  it.each([
    [`${String.fromCharCode(27)}[31mred${String.fromCharCode(27)}[0m`, 'red'],
    [`bell${String.fromCharCode(7)}`, 'bell?'],
    ['\u201cquoted\u201d \u2014 naïve', '"quoted" - na?ve'],
    ['x'.repeat(2000), `${'x'.repeat(897)}...`],
  ])('has a message that every client can show', (message, shown) => {
    expect(cleanMessage(message)).toBe(shown);
  });
});

it('hands the handler plain values, with odd keys kept', async () => {
  let asked: Asked | undefined;
  const entrypoint = entrypointWith(async (request) => {
    asked = request;
    return { status: 'SUCCESS' };
  });
  const resourceProperties = JSON.parse('{"__proto__": "a", "constructor": {"x": ["1"]}}');
  await entrypoint(
    event({ callbackContext: {}, requestData: { resourceProperties, stackTags: { a: 'b' } } }),
  );
  expect(Object.entries(asked?.desiredResourceState ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', { x: ['1'] }],
  ]);
  expect(asked).toMatchObject({
    region: 'eu-west-1',
    awsPartition: 'aws',
    clientRequestToken: 'bearer-token-1',
    desiredResourceTags: { a: 'b' },
    callbackContext: undefined,
  });
});

describe('the entry point never throws', () => {
  it.each([
    ['no event', null],
    ['an event of another shape', 'text'],
    ['an event without request data', { action: 'CREATE', awsAccountId: '1' }],
  ])('%s is a FAILED answer', async (_what, wrong) => {
    const answer = await answering({ status: 'SUCCESS' })(wrong as unknown as HandlerEvent);
    expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'InvalidRequest' });
  });

  it.each([
    ['nothing', undefined],
    ['what JSON cannot hold', { status: 'SUCCESS', resourceModel: { n: 1n } }],
  ])('a handler that answers %s is a FAILED answer', async (_what, answer) => {
    const given = answer as unknown as ProgressEvent<Model, object>;
    expect(await answering(given)(event())).toMatchObject({ status: 'FAILED', errorCode: 'InternalFailure' });
  });
});

it.each([
  [
    'answered',
    async () => ({
      status: 'FAILED' as const,
      errorCode: 'InvalidRequest' as const,
      message: 'built with hunter2-hunter2',
    }),
  ],
  [
    'thrown',
    async () => {
      throw new Error('built with hunter2-hunter2');
    },
  ],
])('no secret is in a message that is %s: it appears in the stack events', async (_how, handler) => {
  const data = event();
  const resourceProperties = { BuildArgs: { DB_PASSWORD: 'hunter2-hunter2' } };
  const answer = await entrypointWith(handler)({
    ...data,
    requestData: { ...data.requestData, resourceProperties },
  });
  expect(answer.message).toBe('built with <REDACTED>');
});

describe('log delivery', () => {
  it('is one PutLogEvents and one PutMetricData once the stream exists', async () => {
    await answering({ status: 'SUCCESS' })(event());
    expect(logs.calls()).toHaveLength(1);
    expect(metrics.calls()).toHaveLength(1);
    const { logGroupName, logStreamName } = logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input ?? {};
    expect({ logGroupName, logStreamName }).toEqual({
      logGroupName: 'group',
      logStreamName: 'arn__aws__cloudformation__eu-west-1__123456789012__stack/shop/1/Thing',
    });
    const { Namespace, MetricData } = metrics.commandCalls(PutMetricDataCommand)[0]?.args[0].input ?? {};
    expect(Namespace).toBe('AWS/CloudFormation/Test/Type/Thing');
    expect(MetricData?.map(({ MetricName }) => MetricName)).toEqual([
      'HandlerInvocationCount',
      'HandlerInvocationDuration',
    ]);
  });

  it('makes group and stream the first time, in five calls with the metrics', async () => {
    const missing = Object.assign(new Error('The specified log group does not exist.'), {
      name: 'ResourceNotFoundException',
    });
    logs.on(PutLogEventsCommand).rejectsOnce(missing).resolves({});
    await answering({ status: 'SUCCESS' })(event());
    expect(logs.commandCalls(CreateLogGroupCommand)).toHaveLength(1);
    expect(logs.commandCalls(CreateLogStreamCommand)).toHaveLength(1);
    expect(logs.calls().length + metrics.calls().length).toBe(5);
  });

  it('loses nothing when it fails, and the invocation does not fail with it', async () => {
    logs.rejects(new Error('down'));
    metrics.rejects(new Error('down'));
    const entrypoint = entrypointWith(async (_request, { logger }) => {
      logger.log('a line to keep');
      return { status: 'SUCCESS' };
    });
    expect(await entrypoint(event())).toMatchObject({ status: 'SUCCESS' });
    expect(jest.mocked(console.log).mock.calls.flat().join('\n')).toContain('a line to keep');
  });

  it('prints metrics that could not be delivered', async () => {
    metrics.rejects(new Error('down'));
    await answering({ status: 'SUCCESS' })(event());
    const printed = jest.mocked(console.log).mock.calls.flat().join('\n');
    expect(printed).toContain('metrics could not be delivered: down');
    expect(printed).toContain('"MetricName":"HandlerInvocationCount"');
  });

  it('prints what one call does not take, and delivers a line longer than an event in pieces', async () => {
    const long = `${'\u{1F600}'.repeat(100_000)}end`;
    const lines = [...Array.from({ length: 4 }, (_, n) => `${n}${'x'.repeat(200_000)}`), long];
    const entrypoint = entrypointWith(async (_request, { logger }) => {
      for (const line of lines) logger.log(line);
      return { status: 'SUCCESS' };
    });
    await entrypoint(event());
    expect(logs.calls()).toHaveLength(1);
    const delivered = logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input.logEvents ?? [];
    const printed = jest.mocked(console.log).mock.calls.flat() as string[];
    const messages = [...printed, ...delivered.map(({ message = '' }) => message)];
    // Compared by what is short, for a failure that can be read.
    const shown = (message: string) => `${message.slice(0, 2)}... (${message.length})`;
    expect(messages.filter((message) => message.includes('xx')).map(shown)).toEqual(
      lines.slice(0, 4).map(shown),
    );
    expect(messages.filter((message) => /\u{1F600}|end/u.test(message)).join('') === long).toBe(true);
    expect(delivered.every(({ message = '' }) => Buffer.byteLength(message) <= 262_118)).toBe(true);
    const size = delivered.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + 26, 0);
    expect(size).toBeLessThanOrEqual(1_048_576);
    expect(printed.length).toBeGreaterThan(0);
  });

  it('prints lines that the service rejected', async () => {
    logs.on(PutLogEventsCommand).resolves({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } });
    await answering({ status: 'SUCCESS' })(event());
    expect(jest.mocked(console.log).mock.calls).toEqual([['[CREATE] Thing begins']]);
  });

  it.each([
    ['SIGNING_KEY', 'k-123456', 'uses k-123456'],
    ['APP_KEY', 'base64:abc', 'uses base64:abc'],
    ['GITHUB_PAT', 'ghp_0123456789', 'uses ghp_0123456789'],
    ['DB_PASSWD', 'a"b\\c-d-e', `uses ${JSON.stringify('a"b\\c-d-e')}`],
  ])('redacts the value under %s', async (name, value, line) => {
    const entrypoint = entrypointWith(async () => ({
      status: 'FAILED',
      errorCode: 'InvalidRequest',
      message: line,
    }));
    const { message } = await entrypoint(
      event({ requestData: { resourceProperties: { BuildArgs: { [name]: value } } } }),
    );
    expect(message).toMatch(/^uses "?<REDACTED>"?$/);
  });

  it('redacts every value under a secret name, but not where a secret is kept, nor an ordinary key', async () => {
    const resourceProperties = {
      Credentials: { User: 'admin-user', Hosts: ['host-one'] },
      BuildSecrets: { npm: 'arn:aws:secretsmanager:eu-west-1:1:secret:npm' },
      Source: { S3Key: 'context.zip' },
    };
    const message = 'admin-user host-one arn:aws:secretsmanager:eu-west-1:1:secret:npm context.zip';
    const answer = await answering({ status: 'FAILED', errorCode: 'InvalidRequest', message })(
      event({ requestData: { resourceProperties } }),
    );
    expect(answer.message).toBe(
      '<REDACTED> <REDACTED> arn:aws:secretsmanager:eu-west-1:1:secret:npm context.zip',
    );
  });

  it('shows no credential, no bearer token and no value under a secret name, wherever it writes', async () => {
    const secretArgs = { DB_PASSWORD: 'hunter2-hunter2', API_TOKEN: 'tok-1234' };
    const entrypoint = entrypointWith(async (request, { logger }) => {
      logger.log(`all of it: ${JSON.stringify(request)} ${JSON.stringify(credentials)}`);
      throw new Error(`failed with ${credentials.secretAccessKey} and hunter2-hunter2`);
    });
    const data = event();
    await entrypoint({
      ...data,
      requestData: { ...data.requestData, resourceProperties: { BuildArgs: secretArgs } },
    });
    const written = JSON.stringify([
      logs.calls().map(({ args }) => args[0].input),
      jest.mocked(console.log).mock.calls,
    ]);
    for (const secret of [
      'AKIAEXAMPLE',
      'very-secret-key',
      'session-token',
      'bearer-token-1',
      'hunter2-hunter2',
      'tok-1234',
    ]) {
      expect(written).not.toContain(secret);
    }
  });
});

it('knows the time left: 60 s, 30 s for read and list', async () => {
  const left: number[] = [];
  const entrypoint = entrypointWith(async (_request, { timeLeft }) => {
    left.push(Math.ceil(timeLeft() / 1000));
    return { status: 'SUCCESS' };
  });
  for (const action of ['CREATE', 'READ', 'LIST', 'DELETE']) await entrypoint(event({ action }));
  expect(left).toEqual([60, 30, 30, 60]);
});
