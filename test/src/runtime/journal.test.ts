import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { answering, credentials, entrypointWith, event } from '../../support/runtime-event';

const logs = mockClient(CloudWatchLogsClient);
const metrics = mockClient(CloudWatchClient);

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
  metrics.reset();
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

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

describe('the log and the message', () => {
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
