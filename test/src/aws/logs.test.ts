import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { logsPort } from '../../../src/aws/logs';

const sdk = mockClient(CloudWatchLogsClient);
const port = logsPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

it('the end of a stream is read, at most as many lines as asked for', async () => {
  sdk.on(GetLogEventsCommand).resolves({ events: [{ message: 'one' }, { message: 'two' }, {}] });
  expect(await port.tail('group', 'stream', 3)).toEqual(['one', 'two', '']);
  expect(sdk.commandCalls(GetLogEventsCommand)[0]?.args[0].input).toEqual({
    logGroupName: 'group',
    logStreamName: 'stream',
    limit: 3,
    startFromHead: false,
  });
});

it('a group that does not exist has no lines, and deleting it succeeds', async () => {
  const gone = Object.assign(new Error('none'), { name: 'ResourceNotFoundException' });
  sdk.on(GetLogEventsCommand).rejects(gone);
  sdk.on(DeleteLogGroupCommand).rejects(gone);
  expect(await port.tail('group', 'stream', 3)).toEqual([]);
  await port.deleteGroup('group');
});
