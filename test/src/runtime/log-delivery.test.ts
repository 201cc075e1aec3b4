import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { answering, entrypointWith, event } from '../../support/runtime-event';

const logs = mockClient(CloudWatchLogsClient);
const metrics = mockClient(CloudWatchClient);

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
  metrics.reset();
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

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
});
