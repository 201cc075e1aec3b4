import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { entrypointWith, event } from '../../support/runtime-event';

const logs = mockClient(CloudWatchLogsClient);
const metrics = mockClient(CloudWatchClient);

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
  metrics.reset();
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

it('knows the time left: 60 s, 30 s for read and list', async () => {
  const left: number[] = [];
  const entrypoint = entrypointWith(async (_request, { timeLeft }) => {
    left.push(Math.ceil(timeLeft() / 1000));
    return { status: 'SUCCESS' };
  });
  for (const action of ['CREATE', 'READ', 'LIST', 'DELETE']) await entrypoint(event({ action }));
  expect(left).toEqual([60, 30, 30, 60]);
});
