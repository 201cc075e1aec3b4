import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { startTypeDriver } from '../faults/type-driver';
import { roleCopies, type Statement } from '../support/role-copy';
import { aws, fileOfImage, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const ecr = new ECR({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
const copies = roleCopies(endpoint);

/** What the registration's parameter RepositoryKeys adds. */
const keyRights: Statement = {
  Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
  Resource: '*',
  Condition: { StringLike: { 'kms:ViaService': 'ecr.*.*' } },
};

async function driverWith(...rights: Statement[]) {
  const [execution, ServiceRoleArn] = await Promise.all([
    copies.copy('execution', undefined, rights),
    copies.copy('build'),
  ]);
  const driver = await startTypeDriver({
    endpoint,
    second: 100,
    credentials: await copies.sessionOf(execution),
  });
  const builder = (Repository: Properties): Properties & { BuilderName: string } => ({
    BuilderName: uniqueName('repository'),
    PollIntervalSeconds: 1,
    Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nfrom the builder\nEOF\n' },
    ServiceRoleArn,
    Repository,
  });
  return {
    builder,
    create: (properties: Properties) => driver.operate({ action: 'CREATE', properties }),
    update: (previous: Properties & { BuilderName: string }, Repository: Properties) =>
      driver.operate({
        action: 'UPDATE',
        previous,
        properties: { ...previous, Repository },
        physicalId: previous.BuilderName,
      }),
    remove: (properties: Properties & { BuilderName: string }) =>
      driver.operate({ action: 'DELETE', properties, physicalId: properties.BuilderName }),
    stop: () => driver.stop(),
  };
}

const pullers = (Sid: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid, Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: ['ecr:BatchGetImage'] },
  ],
});

it('an existing repository is adopted, built into and left as it was, with its policy changed as the template says', async () => {
  const { builder, create, update, remove, stop } = await driverWith();
  const repositoryName = uniqueName('construct/assets');
  const { repository } = await ecr.createRepository({
    repositoryName,
    tags: [{ Key: 'team', Value: 'shop' }],
  });
  const described = async () =>
    (await ecr.describeRepositories({ repositoryNames: [repositoryName] })).repositories;
  const before = await described();
  const properties = builder({
    Name: repositoryName,
    Adopt: true,
    RemovalPolicy: 'DELETE',
    PolicyText: pullers('one'),
  });
  const created = await create(properties);
  expect(created.failure).toBeUndefined();
  expect(created.model).toMatchObject(properties);
  expect(fileOfImage(String(created.model?.ImageUri), '/x').toString()).toBe('from the builder\n');
  const { policyText = '' } = await ecr.getRepositoryPolicy({ repositoryName });
  expect(JSON.parse(policyText)).toEqual(pullers('one'));
  const updated = await update(properties, { Name: repositoryName, Adopt: true });
  expect(updated.failure).toBeUndefined();
  await expect(ecr.getRepositoryPolicy({ repositoryName })).rejects.toMatchObject({
    name: 'RepositoryPolicyNotFoundException',
  });
  expect((await remove(properties)).failure).toBeUndefined();
  expect(await described()).toEqual(before);
  const { tags } = await ecr.listTagsForResource({ resourceArn: repository?.repositoryArn });
  expect(tags).toEqual([{ Key: 'team', Value: 'shop' }]);
  expect((await ecr.listImages({ repositoryName })).imageIds).toHaveLength(1);
  await stop();
}, 60_000);

it('a repository is encrypted with a key that ECR has a grant on until the repository goes', async () => {
  const { builder, create, remove, stop } = await driverWith(keyRights);
  const { KeyMetadata } = await aws<{ KeyMetadata: { Arn: string } }>('kms', 'create-key');
  const grants = async () =>
    (await aws<{ Grants: unknown[] }>('kms', 'list-grants', '--key-id', KeyMetadata.Arn)).Grants;
  const properties = builder({ KmsKeyArn: KeyMetadata.Arn, RemovalPolicy: 'DELETE' });
  const created = await create(properties);
  expect(created.failure).toBeUndefined();
  expect(created.model).toMatchObject(properties);
  // Of the images and of the layer cache.
  expect(await grants()).toHaveLength(2);
  expect((await remove(properties)).failure).toBeUndefined();
  expect(await grants()).toEqual([]);
  await stop();
}, 60_000);

it('a key that the execution role may not use fails the create with the parameter that allows it', async () => {
  const { builder, create, remove, stop } = await driverWith();
  const { KeyMetadata } = await aws<{ KeyMetadata: { Arn: string } }>('kms', 'create-key');
  const properties = builder({ KmsKeyArn: KeyMetadata.Arn });
  const { failure } = await create(properties);
  expect(failure).toMatch(
    /Repository.KmsKeyArn: .*kms:DescribeKey.*the registration's parameter RepositoryKeys/,
  );
  await remove(properties);
  await stop();
}, 60_000);
