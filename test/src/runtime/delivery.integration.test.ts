import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { builderProperties } from '../../faults/builder';
import { startTypeDriver, type TypeDriver } from '../../faults/type-driver';
import { deliverySession, executionSession } from '../../support/role-copy';
import { uniqueName } from '../../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const secretArguments = {
  DB_PASSWORD: 'correct-horse "battery"',
  APP_KEY: 'base64:k9',
  NPM_TOKEN: 'npm_0123456789',
};

const group = uniqueName('delivery');
const printed: string[] = [];
let driver: TypeDriver;
let logs: CloudWatchLogs;
beforeAll(async () => {
  logs = new CloudWatchLogs({ endpoint });
  driver = await startTypeDriver({
    endpoint,
    logGroup: group,
    log: (line) => printed.push(line),
  });
});
afterAll(async () => {
  await driver.stop();
  await logs.deleteLogGroup({ logGroupName: group });
});

async function linesOf(logGroupName: string): Promise<{ stream: string; message: string }[]> {
  const { events = [] } = await logs.filterLogEvents({ logGroupName });
  return events.map(({ logStreamName = '', message = '' }) => ({ stream: logStreamName, message }));
}

it('goes to the registrant, in two calls an invocation, with metrics and without a secret', async () => {
  const name = uniqueName('delivery');
  const good = {
    ...builderProperties(name, 'one'),
    BuildArgs: { VALUE: 'plainly-visible', ...secretArguments },
  };
  const bad = { ...good, Source: { Inline: 'FROM scratch\nARG DB_PASSWORD\nRUN ["/nothing"]\n' } };
  const made = { physicalId: name, previous: good };
  expect(await driver.operate({ action: 'CREATE', properties: good })).toMatchObject({ succeeded: true });
  const failed = await driver.operate({ action: 'UPDATE', properties: bad, ...made });
  expect(failed.failure).toContain('failed in its BUILD phase');
  const built = await linesOf(`/aws/codebuild/docker-builder-${name}`);
  await driver.operate({ action: 'DELETE', properties: good, ...made });

  const count = (call: string) => driver.proxy.calls.filter((made) => made.name === call).length;
  const invocations = count('cloudwatch:PutMetricData');
  expect(invocations).toBeGreaterThan(4);
  expect({
    put: count('logs:PutLogEvents'),
    // The handlers create the builds' log group too, on create and on update.
    group: count('logs:CreateLogGroup') - 2,
    stream: count('logs:CreateLogStream'),
  }).toEqual({ put: invocations + 1, group: 1, stream: 1 });

  const lines = await linesOf(group);
  expect(new Set(lines.map(({ stream }) => stream))).toEqual(
    new Set(['arn__aws__cloudformation__us-east-1__000000000000__stack/faults/0a1b2c/Image']),
  );
  expect(lines.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      '[CREATE] Image begins',
      // The secrets are not declared by any ARG of the Dockerfile, which the message says.
      expect.stringMatching(/^\[CREATE\] SUCCESS: .*BuildArgs\.DB_PASSWORD/),
      '[DELETE] SUCCESS',
    ]),
  );
  expect(printed).toEqual([]);

  const cloudwatch = new CloudWatch({ endpoint });
  const { Metrics = [] } = await cloudwatch.listMetrics({
    Namespace: 'AWS/CloudFormation/TokenInjectable/Docker/Builder',
  });
  const shown = Metrics.map(({ MetricName, Dimensions = [] }) =>
    [MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()].join(' '),
  );
  const type = 'DimensionKeyResourceType=TokenInjectable::Docker::Builder';
  expect(shown).toEqual(
    expect.arrayContaining([
      `HandlerInvocationCount DimensionKeyActionType=CREATE ${type}`,
      `HandlerInvocationDuration DimensionKeyActionType=DELETE ${type}`,
    ]),
  );

  const bearer = /RequestToken: ([^,]+),/.exec(failed.failure ?? '')?.[1] ?? 'none';
  const sessions = [await executionSession(endpoint), await deliverySession(endpoint)];
  const secrets = [
    ...sessions.flatMap((session) => Object.values(session)),
    ...Object.values(secretArguments),
    bearer,
  ];
  const written = [...lines, ...built].map(({ message }) => message).join('\n');
  for (const secret of secrets)
    for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) expect(written).not.toContain(form);
}, 60_000);
