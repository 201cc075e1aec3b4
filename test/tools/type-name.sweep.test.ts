import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { renameType } from '../../cli/registration/type-name';
import { TYPE_PACKAGE } from '../../cli/registration/type-package';
import * as stacks from '../support/deployed-stacks';
import { leftovers, root, uniqueName } from '../support/tools';

const OURS = 'TokenInjectable::Docker::Builder';
const THEIRS = 'Acme::Docker::Image';
const Type = 'RESOURCE';
const { cloudformation } = stacks;
const roles = uniqueName('acme-roles');

/** The role that `cfn submit` deploys, for the type's other name: its trust policy names the type. */
async function executionRole(): Promise<string> {
  await cloudformation.createStack({
    StackName: roles,
    TemplateBody: readFileSync(join(root, 'resource-role.yaml'), 'utf8'),
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: [{ ParameterKey: 'TypeName', ParameterValue: THEIRS }],
  });
  return (await stacks.settle(roles)).outputs.ExecutionRoleArn ?? '';
}

async function register(ExecutionRoleArn: string): Promise<void> {
  const [Bucket, Key] = ['docker-builder-000000000000-us-east-1', `${uniqueName('acme')}.zip`];
  const Body = await renameType(readFileSync(TYPE_PACKAGE), THEIRS);
  await new S3({ forcePathStyle: true }).putObject({ Bucket, Key, Body });
  const SchemaHandlerPackage = `s3://${Bucket}/${Key}`;
  const { RegistrationToken } = await cloudformation.registerType({
    Type,
    TypeName: THEIRS,
    SchemaHandlerPackage,
    ExecutionRoleArn,
  });
  const registration = await cloudformation.describeTypeRegistration({ RegistrationToken });
  expect(registration).toMatchObject({ ProgressStatus: 'COMPLETE' });
}

const builder = (type: string, name: string, greeting: string) => ({
  Type: type,
  Properties: {
    BuilderName: name,
    PollIntervalSeconds: 1,
    Source: { Inline: 'FROM scratch\nARG GREETING\nCOPY <<EOF /greeting\n${GREETING}\nEOF\n' },
    BuildArgs: { GREETING: greeting },
    Repository: { RemovalPolicy: 'DELETE' },
  },
});

describe('the type under a name of its own', () => {
  beforeAll(async () => register(await executionRole()), 60_000);
  afterAll(async () => {
    await cloudformation.deregisterType({ Type, TypeName: THEIRS });
    await stacks.remove(roles);
  }, 60_000);

  it('builds the same images under the same tags, updates and deletes', async () => {
    const [theirs, ours] = [uniqueName('acme'), uniqueName('ours')];
    const template = (greeting: string) => ({
      Resources: { Theirs: builder(THEIRS, theirs, greeting), Ours: builder(OURS, ours, greeting) },
      Outputs: {
        Theirs: { Value: { 'Fn::GetAtt': ['Theirs', 'ImageTag'] } },
        Ours: { Value: { 'Fn::GetAtt': ['Ours', 'ImageTag'] } },
      },
    });
    const stack = uniqueName('type-name');
    const created = await stacks.create(stack, template('hello'));
    expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(created.outputs.Theirs).toBe(created.outputs.Ours);
    const updated = await stacks.update(stack, template('good bye'));
    expect(updated).toMatchObject({ status: 'UPDATE_COMPLETE' });
    expect(updated.outputs.Theirs).toBe(updated.outputs.Ours);
    expect(updated.outputs.Theirs).not.toBe(created.outputs.Theirs);
    await stacks.remove(stack);
    expect(await leftovers(theirs)).toEqual([]);
  }, 120_000);
});
