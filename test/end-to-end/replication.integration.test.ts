import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { ECR } from '@aws-sdk/client-ecr';
import { SSM } from '@aws-sdk/client-ssm';
import { ROOT_KEYS, ROOT_SESSION } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { replicationPort } from '../../src/aws/replication';
import { builderProperties } from '../faults/builder';
import { setReplication } from '../faults/engine';
import { stacksOn } from '../faults/stacks';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { detectDrift } from '../support/drift';
import { fileOfImage, uniqueName } from '../support/tools';

// As the execution role of the registration, under enforced IAM; images are pushed by real Docker.
const endpoint = process.env.AWS_ENDPOINT_URL as string;
const [PRIMARY, IRELAND, OREGON] = ['us-east-1', 'eu-west-1', 'us-west-2'] as const;
const config = (region: string) => ({ endpoint, region, credentials: ROOT_KEYS });
const TYPE = 'TokenInjectable::Docker::Builder';
const registry = replicationPort({ region: PRIMARY, credentials: ROOT_SESSION });
const ecr = (region: string) => new ECR(config(region));
const ssm = (region: string) => new SSM(config(region));

let driver: TypeDriver;
beforeAll(async () => {
  driver = await startTypeDriver({ endpoint, second: 100 });
});
afterAll(async () => {
  await setReplication(endpoint, {});
  await driver.stop();
});
beforeEach(() => setReplication(endpoint, { delaySeconds: 0.1 }));

const builder = (name: string, more: Properties = {}): Properties => ({
  ...builderProperties(name, 'one'),
  ReplicaRegions: [IRELAND, OREGON],
  Publish: { ParameterName: `/images/${name}` },
  ...more,
});
const create = (properties: Properties) => driver.operate({ action: 'CREATE', properties });
const update = (previous: Properties, properties: Properties) =>
  driver.operate({ action: 'UPDATE', properties, previous, physicalId: String(properties.BuilderName) });
const remove = (properties: Properties) =>
  driver.operate({ action: 'DELETE', properties, physicalId: String(properties.BuilderName) });
const read = (name: string) => driver.operate({ action: 'READ', physicalId: name });

const repositoryOf = (name: string) => `docker-builder/${name}/image`;
const digestsIn = async (region: string, name: string): Promise<string[]> => {
  const { imageDetails = [] } = await ecr(region)
    .describeImages({ repositoryName: repositoryOf(name) })
    .catch(() => ({ imageDetails: [] }));
  return imageDetails.map(({ imageDigest = '' }) => imageDigest);
};
const parameterIn = async (region: string, name: string): Promise<string | undefined> =>
  (
    await ssm(region)
      .getParameter({ Name: `/images/${name}` })
      .catch(() => undefined)
  )?.Parameter?.Value;
const filters = async (): Promise<string[]> =>
  (await registry.configuration()).rules.flatMap(({ repositoryFilters = [] }) =>
    repositoryFilters.map(({ filter = '' }) => filter),
  );

it('a replicated builder: created, read, changed and deleted, with the rules of others untouched', async () => {
  const others = {
    rules: [
      {
        destinations: [{ region: IRELAND, registryId: '000000000000' }],
        repositoryFilters: [{ filter: uniqueName('others'), filterType: 'PREFIX_MATCH' }],
        deleteReplication: true,
        invented: { by: ['someone'] },
      },
    ],
  };
  await registry.putConfiguration(others);
  const name = uniqueName('replicated');
  const properties = builder(name);
  const created = await create(properties);
  expect(created).toMatchObject({ succeeded: true, failure: undefined });
  expect(created.model).toMatchObject(properties);

  const uri = String(created.model?.ImageUri);
  const digest = uri.split('@')[1] as string;
  for (const region of [IRELAND, OREGON]) {
    expect(await digestsIn(region, name)).toEqual([digest]);
    const replica = `${endpoint.replace('http://', '')}/${region}/${repositoryOf(name)}@${digest}`;
    expect(await parameterIn(region, name)).toBe(replica);
  }
  expect(await parameterIn(PRIMARY, name)).toBe(uri);
  // The replica is a whole image: Docker pulls it.
  expect(fileOfImage(String(await parameterIn(IRELAND, name)), '/value').toString()).toBe('one\n');
  const { repositories = [] } = await ecr(IRELAND).describeRepositories({
    repositoryNames: [repositoryOf(name)],
  });
  expect(repositories[0]).toMatchObject({ imageTagMutability: 'IMMUTABLE' });

  // A further Region: the same image, no build.
  const more = {
    ...properties,
    ReplicaRegions: [IRELAND, 'ap-south-1'],
    Tags: [{ Key: 'team', Value: 'shop' }],
  };
  expect(await update(properties, more)).toMatchObject({ succeeded: true, failure: undefined });
  expect(await digestsIn('ap-south-1', name)).toEqual([digest]);
  expect(await digestsIn(OREGON, name)).toEqual([]);
  expect(await parameterIn(OREGON, name)).toBeUndefined();
  expect((await read(name)).model).toMatchObject(more);

  expect(await remove(more)).toMatchObject({ succeeded: true, failure: undefined });
  for (const region of [PRIMARY, IRELAND, OREGON, 'ap-south-1']) {
    expect(await digestsIn(region, name)).toEqual([]);
    expect(await parameterIn(region, name)).toBeUndefined();
  }
  expect(await registry.configuration()).toEqual(others);
  await registry.putConfiguration({ rules: [] });
}, 60_000);

it('a replica that fails ends the create with the reason; what was created goes', async () => {
  await setReplication(endpoint, { delaySeconds: 0.1, failures: { [OREGON]: 'ReplicationDenied' } });
  const name = uniqueName('failing');
  const properties = builder(name);
  const { succeeded, failure } = await create(properties);
  expect({ succeeded, failure }).toEqual({
    succeeded: false,
    failure: expect.stringContaining(
      `ECR could not replicate ${repositoryOf(name)} to ${OREGON} (ReplicationDenied)`,
    ),
  });
  await remove(properties);
  expect(await filters()).toEqual([]);
  expect(await digestsIn(IRELAND, name)).toEqual([]);
}, 60_000);

it("another stack resolves the published image when it is deployed; what is changed behind the builder's back is named; another's parameter is refused", async () => {
  const name = uniqueName('published');
  const properties = { ...builder(name), ReplicaRegions: [IRELAND] };
  const stacks = stacksOn(endpoint);
  const { status, outputs } = await stacks.create(name, { Image: { Type: TYPE, Properties: properties } });
  expect(status).toBe('CREATE_COMPLETE');

  const cloudformation = new CloudFormation(config(PRIMARY));
  const TemplateBody = JSON.stringify({
    Parameters: { Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: `/images/${name}` } },
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: { Image: { Value: { Ref: 'Image' } } },
  });
  const StackName = uniqueName('consumer');
  await cloudformation.createStack({ StackName, TemplateBody });
  expect((await stacks.settled(StackName)).outputs).toEqual({ Image: outputs.ImageUri });
  await cloudformation.deleteStack({ StackName });

  expect((await detectDrift(name)).resources).toEqual({ Image: ['IN_SYNC'] });
  await registry.putConfiguration({ rules: [] });
  await ssm(PRIMARY).putParameter({ Name: `/images/${name}`, Value: 'changed', Overwrite: true });
  expect((await detectDrift(name)).resources).toEqual({
    Image: [
      'MODIFIED',
      `/Publish REMOVE {"ParameterName":"/images/${name}"} null`,
      `/ReplicaRegions REMOVE ["${IRELAND}"] null`,
    ],
  });
  const other = { ...properties, BuilderName: `${name}-two` };
  expect((await create(other)).failure).toContain(`"/images/${name}": the parameter exists in ${PRIMARY}`);
  await stacks.delete(name);
  expect(await parameterIn(PRIMARY, name)).toBeUndefined();
}, 60_000);
