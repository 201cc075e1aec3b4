import { join } from 'node:path';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { lastEvents, remove, cloudformation as root, settle } from '../../support/deployed-stacks';
import { folderOf } from '../../support/folder';
import { roleCopies, type Statement } from '../../support/role-copy';
import { tinyPackage } from '../../support/tiny-type';
import { uniqueName } from '../../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const copies = roleCopies(endpoint);
const as = async (...statements: Statement[]): Promise<CloudFormation> =>
  new CloudFormation({
    endpoint,
    region: 'us-east-1',
    credentials: await copies.sessionOf(await copies.withRights(...statements)),
  });

const TypeName = 'Tiny::Rights::Label';
const named = { Type: 'RESOURCE' as const, TypeName };
const bucket = uniqueName('tiny-rights');
const SchemaHandlerPackage = `s3://${bucket}/type.zip`;
const packageArn = `arn:aws:s3:::${bucket}/type.zip`;
const executionRole = 'arn:aws:iam::000000000000:role/docker-builder/docker-builder-execution-us-east-1';
const folder = folderOf({});

beforeAll(async () => {
  const s3 = new S3({ credentials: ROOT_KEYS, forcePathStyle: true });
  await s3.createBucket({ Bucket: bucket });
  const Body = tinyPackage({ typeName: TypeName, stateFile: join(folder.path, 'labels.json') });
  await s3.putObject({ Bucket: bucket, Key: 'type.zip', Body });
});
afterAll(() => folder.remove());

const calls: Statement = { Action: 'cloudformation:*', Resource: '*' };
const reading: Statement = { Action: 's3:GetObject', Resource: packageArn };
const passing = (service: string, Resource = executionRole): Statement => ({
  Action: 'iam:PassRole',
  Resource,
  Condition: { StringEquals: { 'iam:PassedToService': service } },
});
const toType = passing('resources.cloudformation.amazonaws.com');

describe('registering a type', () => {
  const LoggingConfig = { LogRoleArn: executionRole, LogGroupName: 'tiny' };
  const registration = { ...named, SchemaHandlerPackage };

  it('takes a right to read the package', async () => {
    await expect((await as(calls, toType)).registerType(registration)).rejects.toMatchObject({
      name: 'CFNRegistryException',
      message: expect.stringMatching(
        `^Error validating schemaHandlerPackage.*not authorized to perform: s3:GetObject on resource: ${packageArn} `,
      ),
    });
  });

  it.each<[string, Statement[], object]>([
    ['the execution role', [reading], { ExecutionRoleArn: executionRole }],
    ['the log role', [reading], { LoggingConfig }],
    [
      'a role to this service',
      [reading, passing('codebuild.amazonaws.com')],
      { ExecutionRoleArn: executionRole },
    ],
  ])('takes a right to pass on %s', async (_what, rights, more) => {
    const own = await as(calls, ...rights);
    await expect(own.registerType({ ...registration, ...more })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `is not authorized to perform: iam:PassRole on resource: ${executionRole} because`,
      ),
    });
  });

  it('works with them, and takes RegisterType itself', async () => {
    const own = await as(calls, reading, toType);
    const roles = { ExecutionRoleArn: executionRole, LoggingConfig };
    const { RegistrationToken } = await own.registerType({ ...registration, ...roles });
    expect(await own.describeTypeRegistration({ RegistrationToken })).toMatchObject({
      ProgressStatus: 'COMPLETE',
    });
    await own.deregisterType(named);
    const none = await as({ Action: 'cloudformation:DescribeType', Resource: '*' }, reading, toType);
    await expect(none.registerType({ ...registration, ...roles })).rejects.toThrow(
      'is not authorized to perform: cloudformation:RegisterType',
    );
  });
});

describe('a stack that registers a type', () => {
  const template = JSON.stringify({
    Resources: {
      Version: {
        Type: 'AWS::CloudFormation::ResourceVersion',
        Properties: { TypeName, SchemaHandlerPackage, ExecutionRoleArn: executionRole },
      },
      Default: {
        Type: 'AWS::CloudFormation::ResourceDefaultVersion',
        Properties: { TypeVersionArn: { Ref: 'Version' } },
      },
    },
  });
  const creating: Statement = {
    Action: ['cloudformation:CreateStack', 'cloudformation:DeleteStack'],
    Resource: '*',
  };
  const registering: Statement = {
    Action: ['Register', 'Deregister', 'Describe']
      .map((verb) => `cloudformation:${verb}Type`)
      .concat(
        'cloudformation:DescribeTypeRegistration',
        'cloudformation:ListTypeVersions',
        'cloudformation:SetTypeDefaultVersion',
      ),
    Resource: '*',
  };
  const all = [registering, reading, toType];

  async function create(own: CloudFormation, more: object = {}) {
    const StackName = uniqueName('rights');
    await own.createStack({ StackName, TemplateBody: template, ...more });
    const { status } = await settle(StackName);
    const reasons = await lastEvents(StackName, ({ ResourceStatusReason = '' }) => ResourceStatusReason);
    return { StackName, status, reasons: reasons.join('\n') };
  }

  it.each<[string, Statement[], string]>([
    [
      'cloudformation:RegisterType',
      [{ ...registering, Action: 'cloudformation:ListTypeVersions' }, reading, toType],
      'AccessDenied',
    ],
    ['s3:GetObject', [registering, toType], 'GeneralServiceException'],
    ['iam:PassRole', [registering, reading], 'AccessDenied'],
  ])("does it with its caller's rights: without %s it fails", async (action, rights, code) => {
    const { StackName, status, reasons } = await create(await as(creating, ...rights));
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(reasons).toMatch(
      new RegExp(
        `Resource handler returned message: ".*not authorized to perform: ${action} .*HandlerErrorCode: ${code}`,
      ),
    );
    await remove(StackName);
  });

  it('does it with the rights of its role, which its caller must be allowed to pass', async () => {
    const { Role } = await new IAM({ credentials: ROOT_KEYS }).createRole({
      RoleName: uniqueName('stack-role'),
      AssumeRolePolicyDocument: '{"Statement":[]}',
    });
    const powerless = Role?.Arn ?? '';
    const powerful = await copies.withRights(...all);
    const passingStackRoles = ['powerless', 'powerful'].map((_, index) =>
      passing('cloudformation.amazonaws.com', [powerless, powerful][index]),
    );
    const own = await as(creating, ...passingStackRoles);
    await expect(
      (await as(creating)).createStack({ StackName: 'x', TemplateBody: template, RoleARN: powerful }),
    ).rejects.toThrow(`is not authorized to perform: iam:PassRole on resource: ${powerful}`);

    const failed = await create(own, { RoleARN: powerless });
    expect(failed).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(failed.reasons).toMatch(/assumed-role\/stack-role-.*\/AWSCloudFormation is not authorized/);
    await remove(failed.StackName);

    const created = await create(own, { RoleARN: powerful });
    expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
    // The stack remembers its role: the caller alone could not deregister anything.
    const { Stacks: [stack] = [] } = await root.describeStacks({ StackName: created.StackName });
    await own.deleteStack({ StackName: created.StackName });
    expect((await settle(stack?.StackId ?? '')).status).toBe('DELETE_COMPLETE');
    await expect(root.describeType(named)).rejects.toMatchObject({ name: 'TypeNotFoundException' });
  });
});

it('an action on a stack is judged on that stack', async () => {
  const own = await as({
    Action: 'cloudformation:*',
    Resource: 'arn:aws:cloudformation:us-east-1:000000000000:stack/mine-*/*',
  });
  const [StackName, others] = [uniqueName('mine'), uniqueName('others')];
  const TemplateBody = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';
  const { StackId } = await own.createStack({ StackName, TemplateBody });
  await settle(StackName);
  await own.describeStacks({ StackName: StackId });
  await expect(own.createStack({ StackName: others, TemplateBody })).rejects.toThrow(
    `is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:000000000000:stack/${others}/*`,
  );
  await own.deleteStack({ StackName });
  expect((await settle(StackId ?? '')).status).toBe('DELETE_COMPLETE');
});
