import { randomUUID } from 'node:crypto';
import { CloudControl, type ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { IAM } from '@aws-sdk/client-iam';
import { createPatch } from 'rfc6902';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { leftovers, uniqueName } from '../../support/tools';

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

describe('a caller who has rights to Cloud Control alone', () => {
  const UserName = uniqueName('cloudcontrol');
  const iam = () => new IAM(configOf());

  async function callerWith(statement: object): Promise<CloudControl> {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam().putUserPolicy({ UserName, PolicyName: 'rights', PolicyDocument });
    const { AccessKey } = await iam().createAccessKey({ UserName });
    return new CloudControl(
      configOf({
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      }),
    );
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
    const listed = async (client: CloudControl) => client.listResources({ TypeName, RoleArn });
    const Action = ['cloudformation:ListResources', 'iam:PassRole'];
    const passed = (service: string) => ({ StringEquals: { 'iam:PassedToService': service } });
    const rights = { Effect: 'Allow', Action, Resource: '*' };
    await expect(
      listed(await callerWith({ ...rights, Condition: passed('lambda.amazonaws.com') })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      listed(await callerWith({ ...rights, Action: 'cloudformation:ListResources' })),
    ).rejects.toMatchObject({ message: expect.stringContaining(`iam:PassRole on resource: ${RoleArn}`) });
    await listed(await callerWith(rights));
  });
});
