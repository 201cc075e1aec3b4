import { join } from 'node:path';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { TYPE_NAME as TypeName } from '../../cli/type-name';
import { DEFAULT_REGION, ROOT_KEYS } from '../../local/engine/endpoint';
import * as stacks from '../support/deployed-stacks';
import type { Folder } from '../support/folder';
import { copyOfProject } from '../support/project-copy';
import { eventsOf, leftovers, root, run, uniqueName } from '../support/tools';

const Type = 'RESOURCE';
const ROLE_STACK = 'tokeninjectable-docker-builder-role-stack';
const UPLOAD_STACK = 'CloudFormationManagedUploadInfrastructure';
const LOG_GROUP = 'tokeninjectable-docker-builder-logs';
const { cloudformation } = stacks;

const template = (BuilderName: string) => ({
  Resources: {
    Image: {
      Type: TypeName,
      Properties: {
        BuilderName,
        PollIntervalSeconds: 1,
        CacheDisabled: true,
        Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nx\nEOF\n' },
        Repository: { RemovalPolicy: 'DELETE' },
      },
    },
  },
  Outputs: { ImageUri: { Value: { 'Fn::GetAtt': ['Image', 'ImageUri'] } } },
});

/** The real `cfn`, which finds the endpoint and its keys where any AWS tool does, and nothing else. */
async function cfn(project: Folder, ...args: string[]): Promise<string> {
  const { PATH, AWS_ENDPOINT_URL } = process.env;
  const { stdout, stderr, code } = await run('/usr/bin/env', [
    '-i',
    // Before the variables: env takes what follows them for one more.
    `--chdir=${project.path}`,
    `PATH=${PATH}`,
    `HOME=${project.path}`,
    `AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL}`,
    `AWS_ACCESS_KEY_ID=${ROOT_KEYS.accessKeyId}`,
    `AWS_SECRET_ACCESS_KEY=${ROOT_KEYS.secretAccessKey}`,
    `AWS_DEFAULT_REGION=${DEFAULT_REGION}`,
    join(root, '.venv/bin/cfn'),
    ...args,
  ]);
  if (code !== 0) throw new Error(`cfn ${args.join(' ')}: exit code ${code}: ${stdout}${stderr}`);
  return stdout + stderr;
}

describe('cfn submit --set-default', () => {
  let project: Folder;
  let before: string | undefined;
  beforeAll(async () => {
    project = copyOfProject();
    before = (await cloudformation.describeType({ Type, TypeName })).DefaultVersionId;
  });
  afterAll(async () => {
    project.remove();
    const { TypeVersionSummaries = [] } = await cloudformation.listTypeVersions({ Type, TypeName });
    await cloudformation.setTypeDefaultVersion({ Type, TypeName, VersionId: before });
    for (const { VersionId = '', Arn } of TypeVersionSummaries)
      if (VersionId > (before ?? '')) await cloudformation.deregisterType({ Arn });
    for (const StackName of [ROLE_STACK, UPLOAD_STACK]) {
      await cloudformation.updateTerminationProtection({ StackName, EnableTerminationProtection: false });
      await stacks.remove(StackName);
    }
  }, 120_000);

  it('registers a version, and another one the second time, and each becomes the default', async () => {
    const versions: (string | undefined)[] = [];
    for (const time of ['the first time', 'again']) {
      const output = await cfn(project, 'submit', '--set-default');
      expect(`${time}: ${output}`).toContain('Registration complete.');
      const type = await cloudformation.describeType({ Type, TypeName });
      versions.push(type.DefaultVersionId);
      const { outputs } = await stacks.settle(ROLE_STACK);
      expect(type).toMatchObject({
        ExecutionRoleArn: outputs.ExecutionRoleArn,
        LoggingConfig: { LogGroupName: LOG_GROUP, LogRoleArn: expect.stringContaining(UPLOAD_STACK) },
      });
    }
    const numbers = versions.map(Number);
    expect(numbers).toEqual([Number(before) + 1, Number(before) + 2]);
  }, 180_000);

  it('registers what stacks can use: as the role of its stack, with the log where it says', async () => {
    const [stack, builder] = [uniqueName('submitted'), uniqueName('submitted')];
    const created = await stacks.create(stack, template(builder));
    expect(created).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(created.outputs.ImageUri).toMatch(/@sha256:[0-9a-f]{64}$/);
    await stacks.remove(stack);
    expect(await leftovers(builder)).toEqual([]);
    const { events = [] } = await new CloudWatchLogs().filterLogEvents({ logGroupName: LOG_GROUP });
    expect(events.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['[CREATE] Image begins', '[DELETE] SUCCESS']),
    );
  }, 60_000);

  it('registers handlers that can do what the role of its stack allows, and no more', async () => {
    const { outputs } = await stacks.settle(ROLE_STACK);
    const RoleName = outputs.ExecutionRoleArn?.split('/').at(-1) ?? '';
    const iam = new IAM();
    const denial = { RoleName, PolicyName: 'denied' };
    const Statement = [{ Effect: 'Deny', Action: 'codebuild:CreateProject', Resource: '*' }];
    await iam.putRolePolicy({
      ...denial,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const [stack, builder] = [uniqueName('denied'), uniqueName('denied')];
    expect(await stacks.create(stack, template(builder))).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    const reasons = (await eventsOf(stack)).map(({ ResourceStatusReason = '' }) => ResourceStatusReason);
    expect(reasons.join('\n')).toMatch(new RegExp(`assumed-role/${RoleName}/.*codebuild:CreateProject`));
    await iam.deleteRolePolicy(denial);
    await stacks.remove(stack);
    expect(await leftovers(builder)).toEqual([]);
  }, 60_000);
});
