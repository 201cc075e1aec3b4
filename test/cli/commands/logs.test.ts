import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { TYPE_NAME } from '../../../cli/type-name';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeStack, serviceError } from '../../support/fake-stack';
import { ofStack, stackEvent } from '../../support/stack-event';

const before = { ...process.env };
let stack: FakeStack;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  stack = new FakeStack();
  stack.status = 'ROLLBACK_COMPLETE';
  stack.events = [
    ofStack('CREATE_IN_PROGRESS'),
    stackEvent('Web', 'CREATE_IN_PROGRESS', { physicalId: '' }),
    stackEvent('Web', 'CREATE_IN_PROGRESS'),
    stackEvent('Web', 'CREATE_FAILED', { reason: 'the build failed:\nno such file' }),
    ofStack('ROLLBACK_COMPLETE'),
  ];
  stack.logs.on(DescribeLogStreamsCommand).rejects(serviceError('ResourceNotFoundException'));
});

afterEach(() => {
  stack.restore();
  process.env = { ...before };
});

const logs = (...more: string[]) => commandLine('logs', '--stack-name', 'shop', ...more);

/** Builds of one project, each with a log of one line: its id. */
function builds(
  projectName: string,
  ...started: [id: string, status: 'SUCCEEDED' | 'IN_PROGRESS', second: number][]
) {
  const all = started.map(([id, buildStatus, second]) => ({
    id,
    projectName,
    buildStatus,
    startTime: new Date(second * 1000),
    logs: { groupName: 'group', streamName: id },
  }));
  stack.codebuild.on(ListBuildsForProjectCommand, { projectName }).resolves({ ids: all.map(({ id }) => id) });
  stack.codebuild.on(BatchGetBuildsCommand, { ids: all.map(({ id }) => id) }).resolves({ builds: all });
  stack.logs.on(GetLogEventsCommand).callsFake(async ({ logStreamName, nextToken }) => ({
    events: nextToken === undefined ? [{ message: `log of ${logStreamName}\n` }] : [],
    nextForwardToken: 'end',
  }));
}

describe('logs', () => {
  it('prints the log of the newest build', async () => {
    builds('docker-builder-shop-web', ['first', 'SUCCEEDED', 1], ['second', 'SUCCEEDED', 2]);
    expect(await logs()).toEqual({ code: 0, stdout: 'log of second\n', stderr: '' });
  });

  it('finds the log of a build that a rollback has deleted with its project, in the group that is left', async () => {
    stack.logs
      .on(DescribeLogStreamsCommand, { logGroupName: '/docker-builder/shop-web' })
      .resolves({ logStreams: [{ logStreamName: 'kept', lastEventTimestamp: 5 }] });
    stack.logs.on(GetLogEventsCommand).resolves({ events: [{ message: 'line\n' }] });
    expect(await logs()).toMatchObject({ code: 0, stdout: 'line\n' });
  });

  it('gives the reason of the failure when no log is left', async () => {
    const { code, stdout, stderr } = await logs();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^docker-builder: Web has no build log .*; its last failure: the build failed: \/ no such file\n$/,
    );
  });

  it('finds the build of a replacement that was rolled back', async () => {
    stack.events = [
      stackEvent('Web', 'UPDATE_IN_PROGRESS', { physicalId: 'old' }),
      stackEvent('Web', 'UPDATE_IN_PROGRESS', { physicalId: 'new' }),
      stackEvent('Web', 'UPDATE_COMPLETE', { physicalId: 'old' }),
    ];
    builds('docker-builder-old', ['of-old', 'SUCCEEDED', 1]);
    builds('docker-builder-new', ['of-new', 'SUCCEEDED', 2]);
    expect(await logs()).toMatchObject({ stdout: 'log of of-new\n' });
  });

  it('knows a builder whose events have expired by the resources of the stack', async () => {
    stack.events = [];
    stack.cloudformation.on(DescribeStackResourcesCommand).resolves({
      StackResources: [
        {
          LogicalResourceId: 'Web',
          PhysicalResourceId: 'shop-web',
          ResourceType: TYPE_NAME,
          ResourceStatus: 'CREATE_COMPLETE',
          Timestamp: new Date(0),
        },
      ],
    });
    builds('docker-builder-shop-web', ['one', 'SUCCEEDED', 1]);
    expect(await logs()).toMatchObject({ stdout: 'log of one\n' });
  });

  it('reads the log without the right to see builds, and says so', async () => {
    stack.codebuild.on(ListBuildsForProjectCommand).rejects(serviceError('AccessDeniedException'));
    stack.logs
      .on(DescribeLogStreamsCommand, { logGroupName: '/aws/codebuild/docker-builder-shop-web' })
      .resolves({ logStreams: [{ logStreamName: 'build', creationTime: 5 }] });
    stack.logs.on(GetLogEventsCommand).resolves({ events: [{ message: 'line\n' }] });
    const { code, stdout, stderr } = await logs();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'line\n' });
    expect(stderr).toMatch(/^warning: the builds are not shown, only their logs: not permitted/);
  });

  it('ends with one line without the right to read logs', async () => {
    builds('docker-builder-shop-web', ['one', 'SUCCEEDED', 1]);
    stack.logs.on(GetLogEventsCommand).rejects(serviceError('AccessDeniedException', 'logs:GetLogEvents'));
    expect(await logs()).toEqual({
      code: 3,
      stdout: '',
      stderr: 'docker-builder: not permitted: logs:GetLogEvents\n',
    });
  });

  it('follows a build to its end', async () => {
    builds('docker-builder-shop-web', ['one', 'IN_PROGRESS', 1]);
    let polls = 0;
    stack.codebuild.on(BatchGetBuildsCommand).callsFake(async () => {
      polls += 1;
      const buildStatus = polls < 3 ? 'IN_PROGRESS' : 'SUCCEEDED';
      const project = { id: 'one', projectName: 'docker-builder-shop-web', startTime: new Date(0) };
      return { builds: [{ ...project, buildStatus, logs: { groupName: 'g', streamName: 's' } }] };
    });
    stack.logs.on(GetLogEventsCommand).callsFake(async () => ({ events: [{ message: `poll ${polls}\n` }] }));
    const { code, stdout } = await logs('--follow');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^poll 2\npoll 3\n/);
  });

  it('ends with a result record for --json', async () => {
    builds('docker-builder-shop-web', ['one', 'SUCCEEDED', 1]);
    const { stdout } = await logs('--json');
    const [log] = stdout.split('\n');
    expect(JSON.parse(log ?? '')).toEqual({
      type: 'log',
      logicalId: 'Web',
      buildId: 'one',
      lines: ['log of one'],
    });
    expect(resultOf(stdout)).toMatchObject({ ok: true, builds: [{ logicalId: 'Web', buildId: 'one' }] });
  });

  it('names the builders of the stack when another is asked for', async () => {
    const { code, stderr } = await logs('--logical-id', 'Wbe');
    expect(code).toBe(2);
    expect(stderr).toBe('docker-builder: --logical-id Wbe: no such builder in shop; its builders are Web\n');
  });

  it('says that a stack has no builder', async () => {
    stack.events = [ofStack('CREATE_COMPLETE')];
    const { code, stderr } = await logs();
    expect(code).toBe(2);
    expect(stderr).toBe(`docker-builder: the stack shop has no ${TYPE_NAME}\n`);
  });
});
