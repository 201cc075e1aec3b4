import type { Properties } from '../../local/registry/properties';
import { startTypeDriver } from '../faults/type-driver';
import { defaultNetwork } from '../support/network';
import { roleCopies, type Statement } from '../support/role-copy';
import { aws, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;

/** What the registration's parameter VpcAccess adds. */
const rights: Statement[] = [
  {
    Action: [
      'ec2:CreateNetworkInterface',
      'ec2:CreateNetworkInterfacePermission',
      'ec2:DeleteNetworkInterface',
    ],
    Resource: '*',
  },
  { Action: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'], Resource: '*' },
];

interface Network {
  VpcId: string;
  SubnetIds: string[];
  SecurityGroupIds: string[];
}
let VpcConfig: Network;
let role: string;
let closedRole: string;
beforeAll(async () => {
  const { vpcId, subnets, securityGroupIds } = await defaultNetwork();
  VpcConfig = { VpcId: vpcId, SubnetIds: subnets, SecurityGroupIds: securityGroupIds };
  const copies = roleCopies(endpoint);
  role = await copies.copy('build', undefined, rights);
  closedRole = await copies.copy('build', 'ec2:CreateNetworkInterface', rights);
});

const builder = (ServiceRoleArn: string, more: Properties = {}): Properties & { BuilderName: string } => ({
  BuilderName: uniqueName('vpc'),
  PollIntervalSeconds: 1,
  Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nEOF\n' },
  Repository: { RemovalPolicy: 'DELETE' },
  CacheDisabled: true,
  ServiceRoleArn,
  ...more,
});

/** The driver's operations on one builder. */
async function driverFor(typeConfiguration?: Properties) {
  const driver = await startTypeDriver({
    endpoint,
    second: 100,
    ...(typeConfiguration && { typeConfiguration }),
  });
  return {
    create: (properties: Properties) => driver.operate({ action: 'CREATE', properties }),
    update: (previous: Properties & { BuilderName: string }, properties: Properties) =>
      driver.operate({ action: 'UPDATE', previous, properties, physicalId: previous.BuilderName }),
    async end(properties: Properties & { BuilderName: string }) {
      await driver.operate({ action: 'DELETE', properties, physicalId: properties.BuilderName });
      await driver.stop();
    },
  };
}

const interfaces = async (): Promise<unknown[]> =>
  (await aws<{ NetworkInterfaces: unknown[] }>('ec2', 'describe-network-interfaces')).NetworkInterfaces;

it('a build runs in a VPC, whose settings are read back, until an update takes it out', async () => {
  const driver = await driverFor();
  const before = builder(role, { VpcConfig });
  const created = await driver.create(before);
  expect(created.failure).toBeUndefined();
  expect(created.model).toMatchObject(before);
  expect(await interfaces()).toEqual([]);
  const { VpcConfig: _vpc, ...after } = before;
  const updated = await driver.update(before, { ...after, BuilderName: before.BuilderName });
  expect(updated.failure).toBeUndefined();
  expect(updated.model).not.toHaveProperty('VpcConfig');
  // The network does not change the image.
  expect(updated.model?.ImageUri).toBe(created.model?.ImageUri);
  await driver.end(before);
}, 60_000);

it('the type configuration can name the VPC for all builders', async () => {
  const driver = await driverFor({ VpcConfig });
  const properties = builder(role);
  const { failure, model } = await driver.create(properties);
  expect(failure).toBeUndefined();
  expect(model).toMatchObject({ ...properties, VpcConfig });
  await driver.end(properties);
}, 60_000);

it('a role that may not create network interfaces fails the build with the parameter that allows it', async () => {
  const driver = await driverFor();
  const properties = builder(closedRole, { VpcConfig });
  const { failure = '' } = await driver.create(properties);
  expect(failure).toMatch(/PROVISIONING phase.*UnauthorizedOperation/);
  expect(failure).toContain('set the registration parameter VpcAccess to true');
  await driver.end(properties);
}, 60_000);

it('a subnet that does not exist is refused by CodeBuild before anything is built', async () => {
  const driver = await driverFor();
  const properties = builder(role, { VpcConfig: { ...VpcConfig, SubnetIds: ['subnet-0123456789abcdef0'] } });
  const { failure } = await driver.create(properties);
  expect(failure).toMatch(/codebuild:CreateProject failed: .*subnet-0123456789abcdef0/);
  await driver.end(properties);
}, 60_000);
