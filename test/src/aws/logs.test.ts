import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
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

it('a group is created with its tags and expiry', async () => {
  sdk.on(CreateLogGroupCommand).resolves({}).on(PutRetentionPolicyCommand).resolves({});
  await port.ensureGroup('group', 30, { team: 'one' });
  expect(sdk.commandCalls(CreateLogGroupCommand)[0]?.args[0].input).toEqual({
    logGroupName: 'group',
    tags: { team: 'one' },
  });
  expect(sdk.commandCalls(PutRetentionPolicyCommand)[0]?.args[0].input).toEqual({
    logGroupName: 'group',
    retentionInDays: 30,
  });
});

it('a group that exists gets its expiry too: the create before may have been interrupted', async () => {
  const exists = Object.assign(new Error('there'), { name: 'ResourceAlreadyExistsException' });
  sdk.on(CreateLogGroupCommand).rejects(exists).on(PutRetentionPolicyCommand).resolves({});
  await port.ensureGroup('group', 30, {});
  expect(sdk.commandCalls(PutRetentionPolicyCommand)).toHaveLength(1);
});

it('any other refusal of a group is an error that names the call', async () => {
  sdk.on(CreateLogGroupCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(port.ensureGroup('group', 30, {})).rejects.toMatchObject({ call: 'logs:CreateLogGroup' });
});

it.each([
  ['The specified log stream does not exist.', true],
  ['The specified log group does not exist.', false],
])('of a group that answers "%s", it is known whether it exists: %s', async (message, exists) => {
  sdk
    .on(GetLogEventsCommand)
    .rejects(Object.assign(new Error(message), { name: 'ResourceNotFoundException' }));
  expect(await port.hasGroup('group')).toBe(exists);
});

it('whether a group exists is not known without the right to read it', async () => {
  sdk.on(GetLogEventsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(port.hasGroup('group')).rejects.toMatchObject({ kind: 'denied' });
});
