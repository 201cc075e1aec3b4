import {
  CloudWatchLogs,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { BuildLog } from '../../../local/codebuild/build-log';

const logs = mockClient(CloudWatchLogsClient);
beforeEach(() => logs.reset());

const client = () =>
  new CloudWatchLogs({ region: 'r', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
const failure = (name: string) => Object.assign(new Error(`${name}!`), { name });
const sent = () =>
  logs
    .commandCalls(PutLogEventsCommand)
    .flatMap(({ args }) => (args[0].input.logEvents ?? []).map(({ message }) => message));

it('sends whole lines, also those that were written before it was opened', async () => {
  const log = new BuildLog('g', 's');
  log.report('first');
  await log.open(client());
  log.write('a\nb');
  log.write('c\n\nrest');
  await log.end();
  expect(sent()).toEqual([
    expect.stringMatching(/^\[Container\] .* first\n$/),
    'a\n',
    'bc\n',
    '\n',
    'rest\n',
  ]);
});

it('masks values, also in a line that arrives in parts', async () => {
  const log = new BuildLog('g', 's');
  await log.open(client());
  for (const value of ['secret', '']) log.mask(value);
  log.write('a sec');
  log.write('ret and secret\n');
  await log.end();
  expect(sent()).toEqual(['a *** and ***\n']);
});

it('creates no group where there is one', async () => {
  await new BuildLog('g', 's').open(client());
  expect(logs.commandCalls(CreateLogGroupCommand)).toHaveLength(0);
});

it('creates a missing group, unless another build comes first', async () => {
  logs.on(CreateLogStreamCommand).rejectsOnce(failure('ResourceNotFoundException')).resolves({});
  logs.on(CreateLogGroupCommand).rejects(failure('ResourceAlreadyExistsException'));
  await new BuildLog('g', 's').open(client());
  expect(logs.commandCalls(CreateLogStreamCommand)).toHaveLength(2);
  expect(logs.commandCalls(CreateLogGroupCommand)).toHaveLength(1);
});

it('fails to open without the permission', async () => {
  logs.on(CreateLogStreamCommand).rejects(failure('AccessDeniedException'));
  await expect(new BuildLog('g', 's').open(client())).rejects.toThrow('AccessDeniedException!');
});

it('does not fail a build whose log can no longer be written', async () => {
  logs.on(PutLogEventsCommand).rejects(failure('ResourceNotFoundException'));
  const log = new BuildLog('g', 's');
  await log.open(client());
  log.write('a\n');
  await expect(log.end()).resolves.toBeUndefined();
});
