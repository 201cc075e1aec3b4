import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  ExecuteChangeSetCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { TYPE_NAME } from '../../../cli/type-name';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeStack, serviceError } from '../../support/fake-stack';
import { ofStack, STACK_ID, stackEvent } from '../../support/stack-event';

const before = { ...process.env };
let stack: FakeStack;
let folder: string;
let template: string;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  template = join(folder, 't.yaml');
  writeFileSync(template, 'Resources: { T: { Type: "AWS::SNS::Topic" } }\n');
  stack = new FakeStack();
});

afterEach(() => {
  stack.restore();
  rmSync(folder, { recursive: true });
  process.env = { ...before };
});

const deploy = (...more: string[]) =>
  commandLine('deploy', '--template-file', template, '--stack-name', 'shop', ...more);

const created = () => [
  [ofStack('CREATE_IN_PROGRESS'), stackEvent('Web', 'CREATE_IN_PROGRESS', { time: new Date() })],
  [stackEvent('Web', 'CREATE_COMPLETE'), ofStack('CREATE_COMPLETE')],
];

const failed = () => [
  [ofStack('CREATE_IN_PROGRESS'), stackEvent('Web', 'CREATE_FAILED', { reason: 'no space left' })],
  [ofStack('ROLLBACK_IN_PROGRESS'), ofStack('ROLLBACK_COMPLETE')],
];

/** A build of the builder shop-web, as CodeBuild returns it. */
const aBuild = () => ({
  id: 'docker-builder-shop-web:1',
  projectName: 'docker-builder-shop-web',
  buildStatus: 'SUCCEEDED' as const,
  startTime: new Date(),
  endTime: new Date(),
  phases: [{ phaseType: 'BUILD' as const, phaseStatus: 'SUCCEEDED' as const, durationInSeconds: 7 }],
  logs: { groupName: 'group', streamName: 'stream' },
});

describe('deploy', () => {
  it('shows the events on stderr and the outputs on stdout', async () => {
    stack.script = created();
    stack.outputs = { ImageUri: 'registry/image@sha256:1', Url: 'https://shop' };
    const { code, stdout, stderr } = await deploy();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'ImageUri  registry/image@sha256:1\nUrl       https://shop\n',
    });
    expect(stderr).toMatch(/^creating shop\n.*CREATE_IN_PROGRESS +shop\n/);
  });

  it('ends with one result record for --json', async () => {
    stack.script = created();
    stack.outputs = { Url: 'https://shop' };
    const { stdout, stderr } = await deploy('--json');
    expect(resultOf(stdout)).toEqual({
      type: 'result',
      ok: true,
      exitCode: 0,
      stack: 'shop',
      stackId: STACK_ID,
      status: 'CREATE_COMPLETE',
      outputs: { Url: 'https://shop' },
    });
    expect(stdout.match(/"type":"result"/g)).toHaveLength(1);
    expect(stderr).toBe('');
  });

  it('puts the cause first when the stack fails', async () => {
    stack.script = failed();
    const { code, stderr } = await deploy();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /docker-builder: Web \(.*Builder\): no space left\nthe stack shop is ROLLBACK_COMPLETE\n$/,
    );
  });

  it('ends with one result record for --json that has the cause when the stack fails', async () => {
    stack.script = failed();
    const { code, stdout } = await deploy('--json');
    expect(code).toBe(1);
    expect(resultOf(stdout)).toMatchObject({
      ok: false,
      exitCode: 1,
      stack: 'shop',
      status: 'ROLLBACK_COMPLETE',
      cause: { logicalId: 'Web', reason: 'no space left', status: 'CREATE_FAILED' },
    });
    expect(stdout.match(/"type":"result"/g)).toHaveLength(1);
  });

  it('ends with one result record for --json also when the input is wrong', async () => {
    const { code, stdout } = await deploy('--json', '--parameter-overrides', 'A=1');
    expect(code).toBe(2);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(resultOf(stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      message: expect.stringContaining('A is not'),
    });
  });

  it("shows the builder's build and its log", async () => {
    stack.script = created();
    stack.codebuild.on(ListBuildsForProjectCommand).resolves({ ids: ['docker-builder-shop-web:1'] });
    stack.codebuild.on(BatchGetBuildsCommand).callsFake(async () => ({ builds: [aBuild()] }));
    stack.logs.on(GetLogEventsCommand).resolves({ events: [{ message: 'step 1\n' }], nextForwardToken: 't' });
    const { stderr } = await deploy();
    expect(stderr).toContain('Web | step 1\nWeb | build done, 7 s\n');
  });

  it('goes on with the stack alone, and says so once, without the right to see builds', async () => {
    stack.script = [[ofStack('CREATE_IN_PROGRESS')], ...created()];
    stack.codebuild
      .on(ListBuildsForProjectCommand)
      .rejects(
        serviceError(
          'AccessDeniedException',
          'User: me is not authorized to perform: codebuild:ListBuildsForProject',
        ),
      );
    const { code, stderr } = await deploy();
    expect(code).toBe(0);
    expect(stderr.match(/the build is not shown: .*codebuild:ListBuildsForProject/g)).toHaveLength(1);
  });

  it('shows the phases, and says once that the log is not shown, without the right to see logs', async () => {
    stack.script = created();
    stack.codebuild.on(ListBuildsForProjectCommand).resolves({ ids: ['docker-builder-shop-web:1'] });
    stack.codebuild.on(BatchGetBuildsCommand).callsFake(async () => ({ builds: [aBuild()] }));
    stack.logs.on(GetLogEventsCommand).rejects(serviceError('AccessDeniedException', 'logs:GetLogEvents'));
    const { code, stderr } = await deploy();
    expect(code).toBe(0);
    expect(stderr.match(/the build's log is not shown: .*logs:GetLogEvents/g)).toHaveLength(1);
    expect(stderr).toContain('Web | build done, 7 s');
  });

  it('says what to do when the type is not registered', async () => {
    stack.cloudformation
      .on(CreateChangeSetCommand)
      .rejects(
        serviceError('ValidationError', `Template format error: Unrecognized resource types: [${TYPE_NAME}]`),
      );
    const { code, stderr } = await deploy();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /docker-builder: .*Builder is not registered .* in us-east-1: run .*docker-builder register --region us-east-1; .* local up .*\n$/,
    );
    expect(stderr).not.toContain('Template format error');
  });

  it('names the command that registers the type on AWS', async () => {
    delete process.env.AWS_ENDPOINT_URL;
    stack.cloudformation
      .on(CreateChangeSetCommand)
      .rejects(
        serviceError(
          'ValidationError',
          `Template format error: Unrecognized resource types: [A::B::C, ${TYPE_NAME}]`,
        ),
      );
    const { code, stderr } = await deploy();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /is not registered in us-east-1: run .*docker-builder register --region us-east-1\n$/,
    );
  });

  it.each([
    [
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
      2,
      /--capabilities CAPABILITY_NAMED_IAM/,
    ],
    [
      'ValidationError',
      'Unresolved resource dependencies [X]',
      2,
      /CloudFormation refuses the change: Unresolved/,
    ],
    ['LimitExceededException', 'Limit exceeded for stacks', 1, /an account limit is reached/],
    [
      'AccessDenied',
      'not authorized to perform: cloudformation:CreateChangeSet',
      3,
      /not permitted: .*CreateChangeSet/,
    ],
    ['ExpiredToken', 'The security token is expired', 3, /does not accept the credentials/],
  ])('ends with %s: %s', async (name, message, exitCode, line) => {
    stack.cloudformation.on(CreateChangeSetCommand).rejects(serviceError(name, message));
    const { code, stderr } = await deploy();
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(/^docker-builder: [^\n]+\n$/);
    expect(stderr).toMatch(line);
  });

  it('deletes a change set that is refused, and the empty stack that came with it', async () => {
    stack.cloudformation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: 'FAILED', StatusReason: 'Transform failed with: X' });
    const { code, stderr } = await deploy();
    expect(code).toBe(2);
    expect(stderr).toContain('CloudFormation refuses the change: Transform failed with: X');
    expect(stack.cloudformation.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
    expect(stack.cloudformation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  it.each([
    [[], 0],
    [['--fail-on-empty-changeset'], 1],
  ])('with nothing to change and %j ends with exit code %i', async (more, exitCode) => {
    stack.status = 'CREATE_COMPLETE';
    stack.cloudformation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: 'FAILED', StatusReason: "The submitted information didn't contain changes." });
    const { code, stderr } = await deploy(...more);
    expect(code).toBe(exitCode);
    expect(stderr).toContain('nothing to change in shop');
    expect(stack.cloudformation.commandCalls(ExecuteChangeSetCommand)).toHaveLength(0);
  });

  it('creates the change set for review only, when asked', async () => {
    const { code, stdout } = await deploy('--no-execute-changeset', '--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ changeSet: 'change-set' });
    expect(stack.cloudformation.commandCalls(ExecuteChangeSetCommand)).toHaveLength(0);
  });

  it('hands over parameters, tags, capabilities and the role', async () => {
    writeFileSync(
      template,
      'Parameters: { A: { Type: String } }\nResources: { T: { Type: "AWS::SNS::Topic" } }\n',
    );
    await deploy(
      '--no-execute-changeset',
      ...['--parameter-overrides', 'A=b=c', '--tags', 'team=shop', 'stage=prod'],
      ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      ...['--role-arn', 'arn:aws:iam::123456789012:role/deploy'],
    );
    expect(stack.cloudformation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toMatchObject({
      ChangeSetType: 'CREATE',
      Parameters: [{ ParameterKey: 'A', ParameterValue: 'b=c' }],
      Tags: [
        { Key: 'team', Value: 'shop' },
        { Key: 'stage', Value: 'prod' },
      ],
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      RoleARN: 'arn:aws:iam::123456789012:role/deploy',
    });
  });

  it('deletes the remains of a failed first deployment', async () => {
    stack.status = 'ROLLBACK_COMPLETE';
    stack.cloudformation.on(DeleteStackCommand).callsFake(async () => {
      stack.status = undefined;
      return {};
    });
    const { stderr } = await deploy('--no-execute-changeset');
    expect(stderr).toContain('deleting the remains of shop');
    expect(stack.cloudformation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input.ChangeSetType).toBe(
      'CREATE',
    );
  });

  it('finds out that a parameter has no value before it deletes or uploads anything', async () => {
    const s3 = mockClient(S3Client);
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/Dockerfile'), 'FROM scratch');
    writeFileSync(
      template,
      `Parameters: { A: { Type: String } }\nResources: { Web: { Type: "${TYPE_NAME}", Properties: { Source: ./app } } }`,
    );
    stack.status = 'ROLLBACK_COMPLETE';
    const { code, stderr } = await deploy();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "docker-builder: the template's parameter A needs a value: --parameter-overrides A=...\n",
    });
    expect(stack.cloudformation.commandCalls(DeleteStackCommand)).toHaveLength(0);
    stack.cloudformation.on(ValidateTemplateCommand).resolves({ Capabilities: ['CAPABILITY_IAM'] });
    expect(await deploy('--parameter-overrides', 'A=1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--capabilities CAPABILITY_IAM'),
    });
    expect(s3.calls()).toHaveLength(0);
    s3.restore();
  });

  it.each([
    ['UPDATE_ROLLBACK_FAILED', /continue-update-rollback/],
    ['DELETE_FAILED', /docker-builder delete --stack-name shop --region eu-west-1\n/],
    ['ROLLBACK_FAILED', /delete it first/],
  ])('says what to do about a stack that is %s', async (status, message) => {
    stack.status = status;
    const { code, stderr } = await deploy('--region', 'eu-west-1');
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
    ['SIGHUP', 129, 'hung up'],
  ] as const)('on %s ends with %i, and says how to follow the stack', async (signal, exitCode, word) => {
    stack.script = [[ofStack('CREATE_IN_PROGRESS')]];
    const running = deploy('--region', 'eu-west-1');
    while (!stack.events.length) await new Promise((done) => setTimeout(done, 5));
    process.emit(signal);
    const { code, stderr } = await running;
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(
      new RegExp(
        `docker-builder: ${word}; the deployment continues; follow it with: npx docker-builder events --stack-name shop --follow --region eu-west-1\\n$`,
      ),
    );
  });

  it('says how to follow the stack when a call fails while it is deployed', async () => {
    stack.script = [[ofStack('CREATE_IN_PROGRESS')]];
    const running = deploy();
    while (!stack.events.length) await new Promise((done) => setTimeout(done, 5));
    stack.cloudformation.on(DescribeStackEventsCommand).rejects(serviceError('ExpiredToken', 'expired'));
    const { code, stderr } = await running;
    expect(code).toBe(3);
    expect(stderr).toMatch(/expired.*; the deployment continues; follow it with: .*--follow\n$/);
  });
});
