import { uniqueName } from '../support/tools';
import { builderProperties } from './builder';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { broken } from './fault';
import { image } from './template';

const TYPE = 'TokenInjectable::Docker::Builder';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
beforeEach(() => faulty.proxy.heal());
afterAll(() => faulty.stop());

/** Until a builder's build runs its commands. */
async function building(name: string): Promise<void> {
  for (let running = false; !running; ) {
    running = (await faulty.state.builds(name)).some(({ status }) => status === 'IN_PROGRESS');
    await new Promise((done) => setTimeout(done, 100));
  }
}

describe('a stack that is deleted while its builder is being created', () => {
  it('ends the running build, removes what was created and starts nothing more', async () => {
    const { stacks, state } = faulty;
    const [name, next] = [uniqueName('early'), uniqueName('next')];
    const resources = {
      ...image(name, 'one', { PreBuildCommands: ['sleep 3600'] }),
      Next: { Type: TYPE, DependsOn: 'Image', Properties: builderProperties(next, 'one') },
    };
    await stacks.begin(name, resources);
    await building(name);
    expect(await stacks.delete(name)).toMatchObject({ status: 'DELETE_COMPLETE' });
    expect(await state.builds(name)).toMatchObject([{ status: 'STOPPED' }]);
    expect([...(await state.leftovers(name)), ...(await state.leftovers(next))]).toEqual([]);
    const told = (await stacks.events(name)).map(
      ({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
        `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason ?? ''}`,
    );
    expect(told).toContainEqual('Image CREATE_FAILED Resource creation cancelled');
    expect(told.filter((event) => event.startsWith(`${name} `)).map((event) => event.trim())).toEqual([
      `${name} DELETE_COMPLETE`,
      `${name} DELETE_IN_PROGRESS User Initiated`,
      `${name} CREATE_IN_PROGRESS User Initiated`,
    ]);
  }, 60_000);

  it('is refused while it is being updated', async () => {
    const { stacks } = faulty;
    const name = uniqueName('moving');
    await stacks.create(name, image(name, 'one'));
    const update = stacks.update(name, image(name, 'two', { PreBuildCommands: ['sleep 2'] }));
    await building(name);
    await expect(stacks.delete(name)).rejects.toThrow(/cannot be deleted while in status UPDATE_IN_PROGRESS/);
    expect(await update).toMatchObject({ status: 'UPDATE_COMPLETE' });
    await stacks.delete(name);
  }, 60_000);
});

describe('a failed create that had named something', () => {
  it('is removed by the rollback of its stack, after its own failure is reported', async () => {
    const { stacks, proxy, state } = faulty;
    const name = uniqueName('half');
    let at = 0;
    proxy.break((call) => {
      at ||= call.name === 'codebuild:StartBuild' ? call.n : 0;
      return call.n === at
        ? { kind: 'refuse', status: 400, code: 'InvalidInputException', message: 'no' }
        : undefined;
    });
    expect(await stacks.create(name, image(name, 'one'))).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    const told = (await stacks.events(name))
      .filter(({ LogicalResourceId }) => LogicalResourceId === 'Image')
      .map(({ ResourceStatus, PhysicalResourceId }) => `${ResourceStatus} ${PhysicalResourceId}`)
      .reverse();
    expect(told.slice(-3)).toEqual([
      `CREATE_FAILED ${name}`,
      `DELETE_IN_PROGRESS ${name}`,
      `DELETE_COMPLETE ${name}`,
    ]);
    expect(await state.leftovers(name)).toEqual([]);
    await stacks.delete(name);
  }, 60_000);

  it('stays in a stack whose rollback could not remove it, and goes with the next delete', async () => {
    const { stacks, proxy, state } = faulty;
    const name = uniqueName('stuck');
    proxy.break((call) =>
      ['codebuild:StartBuild', 'ecr:DeleteRepository'].includes(call.name)
        ? { kind: 'refuse', status: 400, code: 'InvalidInputException', message: 'no' }
        : undefined,
    );
    expect(await stacks.create(name, image(name, 'one'))).toMatchObject({ status: 'ROLLBACK_FAILED' });
    proxy.heal();
    expect(await stacks.delete(name)).toMatchObject({ status: 'DELETE_COMPLETE' });
    expect(await state.leftovers(name)).toEqual([]);
  }, 60_000);
});

describe('a service role', () => {
  it('created in the same stack a moment before is waited for until CodeBuild may assume it', async () => {
    const { stacks, proxy, state } = faulty;
    const name = uniqueName('role');
    const role = {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: `docker-builder-${name}`,
        Path: '/docker-builder/',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [
          {
            PolicyName: 'build',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: ['ecr:*', 'logs:*'], Resource: '*' }],
            },
          },
        ],
      },
    };
    // IAM's delay, with the words that CodeBuild has for it.
    let refused = 0;
    proxy.break((call) => {
      if (call.name !== 'codebuild:CreateProject' || refused === 2) return undefined;
      refused += 1;
      const { serviceRole } = JSON.parse(call.body.toString()) as { serviceRole: string };
      const message = `CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}`;
      return { kind: 'refuse', status: 400, code: 'InvalidInputException', message };
    });
    const made = await stacks.create(name, {
      Role: role,
      ...image(name, 'one', { ServiceRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
    });
    expect(made).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(refused).toBe(2);
    await stacks.delete(name);
    expect(await state.leftovers(name)).toEqual([]);
  }, 60_000);
});

describe('the registry around a handler', () => {
  it('calls it again after a retryable error, with its last context', async () => {
    const { stacks, proxy, state } = faulty;
    const name = uniqueName('retry');
    let times = 0;
    // More often than the SDK tries by itself, within one invocation.
    proxy.break((call) => {
      if (call.name !== 'ecr:CreateRepository' || times === 7) return undefined;
      times += 1;
      return broken;
    });
    expect(await stacks.create(name, image(name, 'one'))).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect(await state.builds(name)).toHaveLength(1);
    await stacks.delete(name);
  }, 60_000);
});
