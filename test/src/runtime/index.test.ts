import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { createEntrypoints } from '../../../src/runtime';
import type { HandlerEvent } from '../../../src/runtime/event';
import { HandlerError } from '../../../src/runtime/handler-error';
import type { HandlerRequest, ProgressEvent } from '../../../src/runtime/protocol';
import { answering, entrypointWith, event, type AnyModel as Model } from '../../support/runtime-event';

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
