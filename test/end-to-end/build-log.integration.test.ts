import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { roleCopies } from '../support/role-copy';
import { uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const logs = new CloudWatchLogs({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
const copies = roleCopies(endpoint);

/** What the registration's parameter LogGroups adds for these groups. */
const OPEN = 'arn:aws:logs:us-east-1:000000000000:log-group:/open/*';

let driver: TypeDriver;
let role: string;
beforeAll(async () => {
  const [execution, build] = await Promise.all([
    copies.copy('execution', undefined, [{ Action: 'logs:GetLogEvents', Resource: OPEN }]),
    copies.copy('build', undefined, [
      { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: OPEN },
    ]),
  ]);
  role = build;
  driver = await startTypeDriver({ endpoint, second: 100, credentials: await copies.sessionOf(execution) });
});
afterAll(() => driver.stop());

const builder = (Logs: Properties, more: Properties = {}): Properties & { BuilderName: string } => ({
  BuilderName: uniqueName('log'),
  PollIntervalSeconds: 1,
  Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nEOF\n' },
  Repository: { RemovalPolicy: 'DELETE' },
  CacheDisabled: true,
  ServiceRoleArn: role,
  Logs,
  ...more,
});

const create = (properties: Properties) => driver.operate({ action: 'CREATE', properties });
const remove = (properties: Properties & { BuilderName: string }) =>
  driver.operate({ action: 'DELETE', properties, physicalId: properties.BuilderName });

/** The group with its whole text; undefined when there is none. */
async function groupOf(logGroupNamePrefix: string) {
  const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix });
  const [group] = logGroups;
  if (group?.logGroupName === undefined) return undefined;
  const { events = [] } = await logs.filterLogEvents({ logGroupName: group.logGroupName });
  return { days: group.retentionInDays, text: events.map(({ message }) => message).join('') };
}

it('a log that is to be kept survives the rollback of a failed create, whose message leads to it', async () => {
  const properties = builder({ Retain: true }, { Source: { Inline: 'FROM scratch\nCOPY nothing /\n' } });
  const group = `/docker-builder/${properties.BuilderName}`;
  const { failure } = await create(properties);
  expect(failure).toContain('Full log: https://');
  expect(failure).toContain(encodeURIComponent(encodeURIComponent(group)).replaceAll('%', '$'));
  await remove(properties);
  expect(await groupOf(group)).toEqual({ days: 7, text: expect.stringContaining('"/nothing": not found') });
  expect(await groupOf(`/aws/codebuild/docker-builder-${properties.BuilderName}`)).toBeUndefined();
}, 60_000);

it('a log group of the user is written to and left as it is', async () => {
  const logGroupName = `/open/${uniqueName('builds')}`;
  await logs.createLogGroup({ logGroupName });
  const properties = builder({ GroupName: logGroupName });
  const created = await create(properties);
  expect(created.failure).toBeUndefined();
  expect(created.model).toMatchObject(properties);
  await remove(properties);
  expect(await groupOf(logGroupName)).toEqual({
    days: undefined,
    text: expect.stringContaining('docker-builder: building'),
  });
}, 60_000);

it.each([
  ['/open/nothing', /there is no log group "\/open\/nothing"/],
  ['/closed/builds', /parameter LogGroups \(.*not authorized to perform: logs:GetLogEvents/],
])(
  'the log group %s is refused before anything exists',
  async (GroupName, expected) => {
    const { failure, identifier } = await create(builder({ GroupName }));
    expect(failure).toMatch(expected);
    expect(identifier).toBeUndefined();
  },
  30_000,
);

it('a build role that may not write to the group fails the build with the parameter that allows it', async () => {
  const logGroupName = `/open/${uniqueName('builds')}`;
  await logs.createLogGroup({ logGroupName });
  const properties = builder({ GroupName: logGroupName }, { ServiceRoleArn: await copies.copy('build') });
  const { failure } = await create(properties);
  expect(failure).toMatch(/PROVISIONING phase.*the registration's parameter LogGroups/);
  // There is no log that it could lead to.
  expect(failure).not.toContain('Full log');
  await remove(properties);
}, 60_000);
