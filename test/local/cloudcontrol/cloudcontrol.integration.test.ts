import { randomUUID } from 'node:crypto';
import { CloudControl, type ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { createPatch } from 'rfc6902';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { leftovers, uniqueName } from '../../support/tools';
import { zipBytes } from '../../support/zip-bytes';

const TypeName = 'TokenInjectable::Docker::Builder';
const configOf = (credentials: { accessKeyId: string; secretAccessKey: string } = ROOT_KEYS) => ({
  endpoint: process.env.AWS_ENDPOINT_URL as string,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials,
});
const cloudcontrol = () => new CloudControl(configOf());

type Model = Record<string, unknown>;

const desiredOf = (more: Model = {}): Model => ({
  Source: { Inline: 'FROM scratch\nARG A\nCOPY <<EOF /x\n$A\nEOF\n' },
  BuildArgs: { A: '1' },
  PollIntervalSeconds: 1,
  CacheDisabled: true,
  Repository: { RemovalPolicy: 'DELETE' },
  Tags: [{ Key: 'team', Value: 'shop' }],
  ...more,
});

async function ended(RequestToken: string | undefined): Promise<ProgressEvent> {
  for (;;) {
    const { ProgressEvent: event } = await cloudcontrol().getResourceRequestStatus({ RequestToken });
    if (event?.OperationStatus !== 'IN_PROGRESS' && event?.OperationStatus !== 'CANCEL_IN_PROGRESS')
      return event as ProgressEvent;
    await new Promise((done) => setTimeout(done, 100));
  }
}

const buildCount = async (identifier: string): Promise<number> => {
  const projectName = `docker-builder-${identifier}`;
  return (await new CodeBuild(configOf()).listBuildsForProject({ projectName })).ids?.length ?? 0;
};

/** What the `aws_cloudcontrolapi_resource` of Terraform's AWS provider calls, in its order (resource.go). */
function terraform() {
  let state: { id: string; desired: Model } | undefined;
  const client = cloudcontrol();
  const succeed = async (event: ProgressEvent | undefined): Promise<ProgressEvent> => {
    const done = await ended(event?.RequestToken);
    if (done.OperationStatus !== 'SUCCESS') throw new Error(`${done.ErrorCode}: ${done.StatusMessage}`);
    return done;
  };
  const readSchema = async (): Promise<Model> => {
    const type = await new CloudFormation(configOf()).describeType({ Type: 'RESOURCE', TypeName });
    return JSON.parse(type.Schema ?? '');
  };
  const read = async (): Promise<Model> => {
    const { ResourceDescription } = await client.getResource({ Identifier: state?.id, TypeName });
    return JSON.parse(ResourceDescription?.Properties ?? '');
  };
  return {
    async apply(desired: Model): Promise<Model> {
      const { createOnlyProperties } = (await readSchema()) as { createOnlyProperties: string[] };
      const ClientToken = `terraform-${randomUUID()}`;
      if (state === undefined) {
        const begun = await client.createResource({
          ClientToken,
          DesiredState: JSON.stringify(desired),
          TypeName,
        });
        const done = await succeed(begun.ProgressEvent);
        state = { id: begun.ProgressEvent?.Identifier ?? done.Identifier ?? '', desired };
        return read();
      }
      await read();
      const patch = createPatch(state.desired, desired);
      if (patch.some(({ path }) => createOnlyProperties.includes(`/properties${path}`)))
        throw new Error('forces replacement');
      const PatchDocument = JSON.stringify(patch);
      const begun = await client.updateResource({
        ClientToken,
        Identifier: state.id,
        PatchDocument,
        TypeName,
      });
      await succeed(begun.ProgressEvent);
      state.desired = desired;
      return read();
    },
    async destroy(): Promise<void> {
      const ClientToken = `terraform-${randomUUID()}`;
      const begun = await client.deleteResource({ ClientToken, Identifier: state?.id, TypeName });
      await succeed(begun.ProgressEvent);
    },
  };
}

it("Terraform's calls create, update and delete a builder without a name; the read equals the input", async () => {
  const { apply, destroy } = terraform();
  const created = await apply(desiredOf());
  expect(created).toMatchObject(desiredOf());
  const name = created.BuilderName as string;
  expect(name).toMatch(/^builder-[0-9a-f]{12}$/);
  expect(created.RepositoryName).toBe(`docker-builder/${name}/image`);
  expect(created.ProjectArn).toContain(`:project/docker-builder-${name}`);

  const tagged = await apply(desiredOf({ Tags: [] }));
  expect(tagged).toMatchObject({ ImageUri: created.ImageUri, Tags: [] });
  expect(await buildCount(name)).toBe(1);

  const rebuilt = await apply(desiredOf({ BuildArgs: { A: '2', B: '3' } }));
  expect(rebuilt).toMatchObject({ ...desiredOf(), BuildArgs: { A: '2', B: '3' }, BuilderName: name });
  expect(rebuilt.ImageTag).not.toBe(created.ImageTag);
  expect(await buildCount(name)).toBe(2);

  await expect(apply(desiredOf({ BuilderName: 'other' }))).rejects.toThrow('forces replacement');
  await destroy();
  expect(await leftovers(name)).toEqual([]);
  await expect(cloudcontrol().getResource({ TypeName, Identifier: name })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
}, 60_000);

it('a builder whose creation was cancelled can be deleted, and leaves nothing', async () => {
  const BuilderName = uniqueName('cancel');
  const Source = { Inline: 'FROM scratch\nCOPY <<EOF /x\nx\nEOF\n' };
  const DesiredState = JSON.stringify(desiredOf({ BuilderName, Source, PollIntervalSeconds: 300 }));
  const client = cloudcontrol();
  const { ProgressEvent: begun } = await client.createResource({ TypeName, DesiredState });
  const RequestToken = begun?.RequestToken;
  while ((await client.getResourceRequestStatus({ RequestToken })).ProgressEvent?.RetryAfter === undefined)
    await new Promise((done) => setTimeout(done, 100));
  await expect(client.deleteResource({ TypeName, Identifier: BuilderName })).rejects.toMatchObject({
    name: 'ConcurrentOperationException',
  });
  await client.cancelResourceRequest({ RequestToken });
  expect(await ended(RequestToken)).toMatchObject({
    OperationStatus: 'CANCEL_COMPLETE',
    Identifier: BuilderName,
  });
  const { ProgressEvent: deleted } = await client.deleteResource({ TypeName, Identifier: BuilderName });
  expect(await ended(deleted?.RequestToken)).toMatchObject({ OperationStatus: 'SUCCESS' });
  expect(await leftovers(BuilderName)).toEqual([]);
}, 60_000);

it("MiniStack answers for AWS's own types; requests of both are found", async () => {
  const client = cloudcontrol();
  const QueueName = uniqueName('queue');
  const { ProgressEvent: queue } = await client.createResource({
    TypeName: 'AWS::SQS::Queue',
    DesiredState: JSON.stringify({ QueueName }),
  });
  expect(queue).toMatchObject({ OperationStatus: 'SUCCESS', TypeName: 'AWS::SQS::Queue' });
  const { ProgressEvent: gone } = await client.deleteResource({ TypeName, Identifier: uniqueName('no') });
  expect(await ended(gone?.RequestToken)).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'NotFound' });
  const { ResourceRequestStatusSummaries = [] } = await client.listResourceRequests({ MaxResults: 100 });
  const tokens = ResourceRequestStatusSummaries.map(({ RequestToken }) => RequestToken);
  expect(tokens).toEqual(expect.arrayContaining([queue?.RequestToken, gone?.RequestToken]));
  await expect(client.cancelResourceRequest({ RequestToken: queue?.RequestToken })).rejects.toMatchObject({
    name: 'ConcurrentModificationException',
  });
  await client.deleteResource({ TypeName: 'AWS::SQS::Queue', Identifier: queue?.Identifier });
});

/** A type without an execution role, and without an update handler. Its resources are the keys of their handlers. */
const IDENTITY = 'Test::Caller::Identity';
const identityPackage = () =>
  zipBytes([
    {
      name: 'schema.json',
      content: JSON.stringify({
        typeName: IDENTITY,
        description: 'whose rights a handler has',
        additionalProperties: false,
        properties: { Name: { type: 'string' }, Keys: { type: 'string' } },
        primaryIdentifier: ['/properties/Name'],
        readOnlyProperties: ['/properties/Keys'],
        createOnlyProperties: ['/properties/Name'],
        handlers: { create: { permissions: [] }, read: { permissions: [] }, delete: { permissions: [] } },
      }),
    },
    { name: '.rpdk-config', content: '{"entrypoint":"index.run","testEntrypoint":"index.run"}' },
    {
      name: 'ResourceProvider.zip',
      content: zipBytes([
        {
          name: 'index.js',
          content: `exports.run = async ({ requestData: { callerCredentials, resourceProperties } }) => ({
            status: 'SUCCESS',
            resourceModel: { ...resourceProperties, Keys: JSON.stringify(callerCredentials) },
          });`,
        },
      ]),
    },
  ]);

async function registerIdentity(): Promise<void> {
  const s3 = new S3({ ...configOf(), forcePathStyle: true });
  const Bucket = uniqueName('identity');
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key: 'type.zip', Body: identityPackage() });
  const cloudformation = new CloudFormation(configOf());
  const { RegistrationToken } = await cloudformation.registerType({
    Type: 'RESOURCE',
    TypeName: IDENTITY,
    SchemaHandlerPackage: `s3://${Bucket}/type.zip`,
  });
  let ProgressStatus: string | undefined = 'IN_PROGRESS';
  while (ProgressStatus === 'IN_PROGRESS')
    ({ ProgressStatus } = await cloudformation.describeTypeRegistration({ RegistrationToken }));
  expect(ProgressStatus).toBe('COMPLETE');
}

describe('a caller who has rights to Cloud Control alone', () => {
  const UserName = uniqueName('cloudcontrol');
  const iam = () => new IAM(configOf());

  async function callerWith(...Statement: object[]): Promise<CloudControl> {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam().putUserPolicy({ UserName, PolicyName: 'rights', PolicyDocument });
    const { AccessKey } = await iam().createAccessKey({ UserName });
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
    return new CloudControl(configOf({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }));
  }

  async function roleFor(Service: string): Promise<string> {
    const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }];
    const { Role } = await iam().createRole({
      RoleName: uniqueName('passed'),
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    return Role?.Arn ?? '';
  }

  beforeAll(async () => {
    await iam().createUser({ UserName });
  });

  afterAll(async () => {
    const { AccessKeyMetadata = [] } = await iam().listAccessKeys({ UserName });
    for (const { AccessKeyId } of AccessKeyMetadata) await iam().deleteAccessKey({ UserName, AccessKeyId });
    await iam().deleteUserPolicy({ UserName, PolicyName: 'rights' });
    await iam().deleteUser({ UserName });
  });

  it("needs the calls' own actions; the handlers have the rights of the type's execution role", async () => {
    const Action = ['cloudformation:GetResource', 'cloudformation:ListResources'];
    const client = await callerWith({ Effect: 'Allow', Action, Resource: '*' });
    await client.listResources({ TypeName });
    await expect(client.getResource({ TypeName, Identifier: 'no-such-builder' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(client.createResource({ TypeName, DesiredState: '{}' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /is not authorized to perform: cloudformation:CreateResource on resource: arn:aws:cloudformation:us-east-1:\d{12}:resource\/\* because/,
      ),
    });
  });

  it('may pass a role only to CloudFormation, and only one that a policy names', async () => {
    const RoleArn = 'arn:aws:iam::000000000000:role/cloudcontrol';
    const list = { Effect: 'Allow', Action: 'cloudformation:ListResources', Resource: '*' };
    const passTo = (service: string) => ({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: RoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    });
    for (const rights of [[list], [list, passTo('lambda.amazonaws.com')]])
      await expect((await callerWith(...rights)).listResources({ TypeName, RoleArn })).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(`iam:PassRole on resource: ${RoleArn}`),
      });
    const client = await callerWith(list, passTo('cloudformation.amazonaws.com'));
    await client.listResources({ TypeName, RoleArn });
  });

  it('lends a type without an execution role its own rights, or those of the role that it passes', async () => {
    await registerIdentity();
    const client = await callerWith({
      Effect: 'Allow',
      Action: ['cloudformation:*', 'iam:PassRole'],
      Resource: '*',
    });
    const handlerOf = async (from: CloudControl, RoleArn?: string): Promise<string | undefined> => {
      const { ResourceDescription } = await from.getResource({
        TypeName: IDENTITY,
        Identifier: 'x',
        RoleArn,
      });
      const { Keys } = JSON.parse(ResourceDescription?.Properties ?? '');
      return (await new STS(configOf(JSON.parse(Keys))).getCallerIdentity({})).Arn;
    };
    expect(await handlerOf(client)).toBe(`arn:aws:iam::000000000000:user/${UserName}`);
    expect(await handlerOf(cloudcontrol())).toBe('arn:aws:iam::000000000000:root');
    const role = await roleFor('cloudformation.amazonaws.com');
    expect(await handlerOf(client, role)).toContain(`:assumed-role/${role.split('/').at(-1)}/`);
    await expect(handlerOf(client, await roleFor('lambda.amazonaws.com'))).rejects.toMatchObject({
      name: 'GeneralServiceException',
      message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
    });
    const update = { TypeName: IDENTITY, Identifier: 'x', PatchDocument: '[]' };
    await expect(client.updateResource(update)).rejects.toMatchObject({ name: 'UnsupportedActionException' });
    await new CloudFormation(configOf()).deregisterType({ Type: 'RESOURCE', TypeName: IDENTITY });
    await expect(client.getResource(update)).rejects.toMatchObject({ name: 'TypeNotFoundException' });
  });
});
