import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeStack, serviceError } from '../../support/fake-stack';
import { ofStack, STACK_ID, stackEvent } from '../../support/stack-event';

const before = { ...process.env };
let stack: FakeStack;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  stack = new FakeStack();
  stack.status = 'CREATE_COMPLETE';
  stack.outputs = { Url: 'https://shop' };
});

afterEach(() => {
  stack.restore();
  process.env = { ...before };
});

const events = (...more: string[]) => commandLine('events', '--stack-name', 'shop', ...more);

const created = () => [
  ofStack('CREATE_IN_PROGRESS'),
  stackEvent('Old', 'CREATE_COMPLETE'),
  ofStack('CREATE_COMPLETE'),
];
const failedUpdate = () => [
  ofStack('UPDATE_IN_PROGRESS'),
  stackEvent('Web', 'UPDATE_FAILED', { reason: 'no space left' }),
  ofStack('UPDATE_ROLLBACK_IN_PROGRESS'),
  ofStack('UPDATE_ROLLBACK_COMPLETE'),
];

describe('events', () => {
  it('prints the events of the last operation alone, on stdout', async () => {
    stack.events = [...created(), ...failedUpdate()];
    const { code, stdout, stderr } = await events();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.slice(10, 38).trim())).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
      '',
    ]);
  });

  it('ends with a result record for --json', async () => {
    stack.events = [...created(), ...failedUpdate()];
    const { stdout } = await events('--json');
    expect(resultOf(stdout)).toMatchObject({
      ok: true,
      stackId: STACK_ID,
      status: 'UPDATE_ROLLBACK_COMPLETE',
    });
  });

  it('exits as the operation did, with its cause, when it had ended before', async () => {
    stack.events = [...created(), ...failedUpdate()];
    const { code, stdout, stderr } = await events('--follow');
    expect(code).toBe(1);
    expect(stdout).not.toContain('Old');
    expect(stderr).toMatch(
      /^docker-builder: Web \(.*\): no space left\nthe stack shop is UPDATE_ROLLBACK_COMPLETE\n$/,
    );
  });

  it('exits with 0, and prints the outputs, when the operation that had ended was a success', async () => {
    stack.events = created();
    const { code, stdout } = await events('--follow');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Url {2}https:\/\/shop\n$/);
  });

  it('exits with 0 for a deletion that has ended, found by the id of the stack', async () => {
    stack.events = [...created(), ofStack('DELETE_IN_PROGRESS'), ofStack('DELETE_COMPLETE')];
    const { code, stdout } = await commandLine('events', '--stack-name', STACK_ID, '--follow', '--json');
    expect(code).toBe(0);
    expect(stdout).not.toContain('CREATE_IN_PROGRESS');
  });

  it('follows the operation under way, from its beginning to its end', async () => {
    const [first, ...later] = failedUpdate();
    stack.events = [...created(), ...(first ? [first] : [])];
    stack.script = [[], [], later];
    const running = events('--follow', '--json');
    await new Promise((done) => setTimeout(done, 20));
    void stack.start();
    const { code, stdout } = await running;
    expect(code).toBe(1);
    const statuses = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .flatMap(({ type, event }) => (type === 'event' ? [event.status] : []));
    expect(statuses).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(resultOf(stdout)).toMatchObject({ ok: false, exitCode: 1, cause: { reason: 'no space left' } });
  });

  it('goes on without the builds that it may not see, and says so once', async () => {
    stack.events = [
      ofStack('CREATE_IN_PROGRESS'),
      stackEvent('Web', 'CREATE_IN_PROGRESS'),
      ofStack('CREATE_COMPLETE'),
    ];
    stack.codebuild.on(ListBuildsForProjectCommand).rejects(serviceError('AccessDeniedException'));
    const { code, stdout } = await events('--follow');
    expect(code).toBe(0);
    expect(stdout.match(/the build is not shown/g)).toHaveLength(1);
  });

  it('shows the build of a replacement, not only that of the builder it replaces', async () => {
    const start = new Date();
    stack.events = [
      ofStack('UPDATE_IN_PROGRESS'),
      stackEvent('Web', 'UPDATE_IN_PROGRESS', { physicalId: 'old', time: start }),
      stackEvent('Web', 'UPDATE_IN_PROGRESS', { physicalId: 'new', time: start }),
      ofStack('UPDATE_COMPLETE'),
    ];
    stack.codebuild
      .on(ListBuildsForProjectCommand, { projectName: 'docker-builder-new' })
      .resolves({ ids: ['docker-builder-new:1'] });
    stack.codebuild.on(BatchGetBuildsCommand).resolves({
      builds: [
        {
          id: 'docker-builder-new:1',
          buildStatus: 'SUCCEEDED',
          startTime: start,
          phases: [{ phaseType: 'BUILD', phaseStatus: 'SUCCEEDED', durationInSeconds: 3 }],
          logs: { groupName: 'g', streamName: 's' },
        },
      ],
    });
    stack.logs.on(GetLogEventsCommand).resolves({ events: [{ message: 'built anew' }] });
    const { stdout } = await events('--follow');
    expect(stdout).toContain('Web | built anew\nWeb | build done, 3 s\n');
  });

  it.each([
    ['UPDATE_COMPLETE', 0],
    ['UPDATE_ROLLBACK_COMPLETE', 1],
  ])('exits by the status of the stack (%s) when its events have expired', async (status, exitCode) => {
    stack.status = status;
    const { code, stdout } = await events('--follow', '--json');
    expect(code).toBe(exitCode);
    expect(resultOf(stdout)).toMatchObject({ exitCode, status });
  });

  it('says how a deleted stack is found', async () => {
    stack.status = undefined;
    const { code, stderr } = await events();
    expect(code).toBe(2);
    expect(stderr).toBe(
      'docker-builder: there is no stack shop in us-east-1; a deleted stack is found by its id (ARN)\n',
    );
  });
});
