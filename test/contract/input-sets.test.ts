import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModel } from '../../src/handlers/parse-properties';
import type { Model } from '../../src/models';
import { inputSets } from '../../tools/contract/input-sets';
import { FakeAws } from '../support/fake-aws';
import { operate, request, world } from '../support/operation';
import { root } from '../support/root';
import { zipBytes } from '../support/zip-bytes';

const sets = inputSets(root, {
  'docker-builder-contract-bucket': 'sources',
  'docker-builder-contract-key': 'context.zip',
  'docker-builder-contract-version': 'v1',
  'docker-builder-contract-secret': 'arn:aws:secretsmanager:us-east-1:123456789012:secret:contract-AbCdEf',
  'docker-builder-contract-role': 'arn:aws:iam::123456789012:role/docker-builder/contract',
});
const schema = JSON.parse(readFileSync(join(root, 'schema/token-injectable-docker-builder.json'), 'utf8'));
/** Those of the model itself, less what they contain. */
const readOnly: string[] = schema.readOnlyProperties.flatMap((path: string) => path.split('/').slice(2, 3));

const content = 'FROM scratch AS first\nFROM scratch AS second\n';
beforeEach(() => {
  world.aws = new FakeAws();
  const bytes = zipBytes(['images/Dockerfile', 'images/Other.Dockerfile'].map((name) => ({ name, content })));
  world.aws.objects.set('sources/context.zip', { bytes, version: 'v1' });
});

/** What READ answers for an identifier and nothing else, as it would to drift detection, import and Cloud Control. */
async function readBack(BuilderName: string): Promise<Model> {
  const identifier = parseModel({ BuilderName }, 'READ');
  const { status, resourceModel } = await operate(request('READ', identifier));
  expect(status).toBe('SUCCESS');
  return resourceModel as Model;
}

const parsed = (inputs: string): Model => parseModel(JSON.parse(inputs));

const sorted = ({ Tags, ...model }: Partial<Model>): object =>
  Tags === undefined ? model : { ...model, Tags: [...Tags].sort((a, b) => (a.Key < b.Key ? -1 : 1)) };

/** The writable properties. */
const withoutReadOnly = (model: Model): Partial<Model> =>
  Object.fromEntries(Object.entries(model).filter(([name]) => !readOnly.includes(name)));

/** What the inputs say, and the documented default where they say nothing. */
const complete = ({ Repository, ...inputs }: Model): Partial<Model> => ({
  Dockerfile: 'Dockerfile',
  Platforms: ['linux/amd64'],
  CacheDisabled: false,
  ServiceRoleArn: 'arn:aws:iam::123456789012:role/docker-builder/docker-builder-build-us-east-1',
  ComputeType: 'BUILD_GENERAL1_SMALL',
  BuildImage: 'aws/codebuild/standard:7.0',
  TimeoutInMinutes: 60,
  ...inputs,
  Repository: {
    Name: `docker-builder/${inputs.BuilderName}/image`,
    UntaggedRetentionDays: 30,
    ScanOnPush: true,
    RemovalPolicy: 'RETAIN_EXCEPT_ON_CREATE',
    ...Repository,
  },
});

describe.each(sets)('the input set $name', ({ create, update }) => {
  it('is read back after create as it was given, by the identifier alone', async () => {
    const inputs = parsed(create);
    expect(await operate(request('CREATE', inputs))).toMatchObject({ status: 'SUCCESS' });
    const read = await readBack(inputs.BuilderName as string);
    expect(sorted(withoutReadOnly(read))).toEqual(sorted(complete(inputs)));
    expect(read).toMatchObject(Object.fromEntries(readOnly.map((name) => [name, expect.anything()])));
  });

  it('is read back after update as it was given, by the identifier alone', async () => {
    const [before, inputs] = [parsed(create), parsed(update)];
    await operate(request('CREATE', before));
    const updated = await operate(request('UPDATE', inputs, { previousResourceState: before }));
    expect(updated).toMatchObject({ status: 'SUCCESS' });
    const read = await readBack(inputs.BuilderName as string);
    expect(sorted(withoutReadOnly(read))).toEqual(sorted(complete(inputs)));
  });
});

/** The paths of what an object gives, as the schema names them; a map counts as one property. */
const given = (inputs: object): string[] =>
  Object.entries(inputs).flatMap(([name, value]) => [
    name,
    ...[value]
      .flat()
      .filter((member) => typeof member === 'object')
      .flatMap((member) => Object.keys(member).map((inner) => `${name}.${inner}`)),
  ]);

interface Property {
  description?: string;
  $ref?: string;
  items?: Property;
  properties?: Record<string, Property>;
}

const definitionOf = ({ $ref, items }: Property): Property | undefined => {
  const name = ($ref ?? items?.$ref)?.split('/').at(-1);
  return name === undefined ? undefined : schema.definitions[name];
};

/** The paths of the writable properties that this version supports. */
const supported = (properties: Record<string, Property>, prefix = ''): string[] =>
  Object.entries(properties).flatMap(([name, property]) => {
    const definition = definitionOf(property);
    const description = property.description ?? definition?.description ?? '';
    if (readOnly.includes(name) || description.includes('Not supported by this version')) return [];
    return [prefix + name, ...supported(definition?.properties ?? {}, `${name}.`)];
  });

/** What takes a network, a secret or a second Region that the contract tests do not set up; other tests cover it. */
const ELSEWHERE = [
  'DockerLoginSecretArn',
  'Logs.GroupName',
  'Publish',
  'ReplicaRegions',
  'Repository.KmsKeyArn',
  'VpcConfig',
];

const isElsewhere = (path: string): boolean =>
  ELSEWHERE.some((other) => path === other || path.startsWith(`${other}.`));

it('the input sets together give every property that this version supports', () => {
  const inputs = sets.flatMap(({ create, update }) => [create, update]);
  const all = new Set(inputs.flatMap((text) => given(JSON.parse(text))));
  const missing = supported(schema.properties).filter((path) => !all.has(path));
  expect(missing.filter((path) => !isElsewhere(path))).toEqual([]);
});

const invalid = readdirSync(join(root, 'inputs')).filter((name) => name.endsWith('_invalid.json'));

it.each(invalid)('%s is refused before anything is created', async (name) => {
  const inputs = JSON.parse(readFileSync(join(root, 'inputs', name), 'utf8'));
  const refused = async () => {
    const { status, errorCode, message } = await operate(request('CREATE', parseModel(inputs)));
    if (status === 'FAILED' && errorCode === 'InvalidRequest') throw new Error(message);
  };
  await expect(refused()).rejects.toThrow();
  expect(world.aws.projectsByName.size + world.aws.repositories.size).toBe(0);
});
