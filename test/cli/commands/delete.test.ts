import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeStack, serviceError } from '../../support/fake-stack';
import { ofStack, STACK_ID, stackEvent } from '../../support/stack-event';

const before = { ...process.env };
let stack: FakeStack;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  stack = new FakeStack();
  stack.status = 'CREATE_COMPLETE';
  stack.events = [ofStack('CREATE_IN_PROGRESS'), ofStack('CREATE_COMPLETE')];
});

afterEach(() => {
  stack.restore();
  process.env = { ...before };
});

const deleteStack = (...more: string[]) => commandLine('delete', '--stack-name', 'shop', ...more);

describe('delete', () => {
  it('follows the deletion to its end', async () => {
    stack.script = [
      [ofStack('DELETE_IN_PROGRESS'), stackEvent('Web', 'DELETE_COMPLETE')],
      [ofStack('DELETE_COMPLETE')],
    ];
    const { code, stdout } = await deleteStack('--json');
    expect(code).toBe(0);
    expect(stdout).not.toContain('CREATE_IN_PROGRESS');
    expect(resultOf(stdout)).toMatchObject({ ok: true, stackId: STACK_ID, status: 'DELETE_COMPLETE' });
  });

  it('puts the cause first when the deletion fails', async () => {
    stack.script = [
      [
        ofStack('DELETE_IN_PROGRESS'),
        stackEvent('Web', 'DELETE_FAILED', { reason: 'in use' }),
        ofStack('DELETE_FAILED'),
      ],
    ];
    const { code, stderr } = await deleteStack();
    expect(code).toBe(1);
    expect(stderr).toMatch(/docker-builder: Web \(.*\): in use\nthe stack shop is DELETE_FAILED\n$/);
  });

  it.each([undefined, 'DELETE_COMPLETE'])('succeeds when the stack is gone (%s)', async (status) => {
    stack.status = status;
    const { code, stdout } = await deleteStack('--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ ok: true, status: 'DELETE_COMPLETE' });
    expect(stack.cloudformation.commandCalls(DeleteStackCommand)).toHaveLength(0);
  });

  it('goes on without the builds that it may not see', async () => {
    stack.codebuild.on(ListBuildsForProjectCommand).rejects(serviceError('AccessDeniedException'));
    stack.script = [
      [ofStack('DELETE_IN_PROGRESS'), stackEvent('Web', 'UPDATE_IN_PROGRESS')],
      [ofStack('DELETE_COMPLETE')],
    ];
    const { code, stderr } = await deleteStack();
    expect(code).toBe(0);
    expect(stderr.match(/the build is not shown/g)).toHaveLength(1);
  });

  it('says that the deletion continues when it is interrupted', async () => {
    stack.script = [[ofStack('DELETE_IN_PROGRESS')]];
    const running = deleteStack();
    while (stack.events.length < 3) await new Promise((done) => setTimeout(done, 5));
    process.emit('SIGINT');
    const { code, stderr } = await running;
    expect(code).toBe(130);
    expect(stderr).toContain(
      `interrupted; the deletion continues; follow it with: npx docker-builder events --stack-name ${STACK_ID}`,
    );
  });
});
