import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

let aws: FakeAws;

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

const inline: Model['Source'] = { Inline: 'FROM scratch\nCOPY <<EOF /value\nx\nEOF\n' };
const model: Model = { BuilderName: 'web', Source: inline };
const unchanged = (answer: { resourceModel?: Model }) => answer.resourceModel as Model;

describe('create', () => {
  it('builds once and answers with the image, its digest and its project', async () => {
    const answer = await operate(request('CREATE', model));
    expect(answer.status).toBe('SUCCESS');
    expect(answer.resourceModel).toMatchObject({
      BuilderName: 'web',
      ImageUri: expect.stringMatching(/^registry\/docker-builder\/web\/image@sha256:[0-9a-f]{64}$/),
      ImageTag: expect.stringMatching(/^[0-9a-f]{64}$/),
      ProjectArn: 'arn:test:codebuild:us-east-1:123456789012:project/docker-builder-web',
    });
    expect(aws.count('startBuild')).toBe(1);
  });

  it('names the builder in its first progress event', async () => {
    aws.fate = 'runs';
    const answer = await invoke(request('CREATE', model));
    expect(answer).toMatchObject({ status: 'IN_PROGRESS', resourceModel: { BuilderName: 'web' } });
    expect(answer.callbackDelaySeconds).toBeGreaterThan(0);
  });

  it('generates a name from the stack, the logical id and the request when there is none', async () => {
    const answer = await operate(request('CREATE', { Source: inline }));
    expect(answer.resourceModel?.BuilderName).toMatch(/^shop-prod-webimage-[0-9a-f]{12}$/);
  });

  it('refuses a name owned by another builder, and does not identify that builder', async () => {
    await operate(request('CREATE', model));
    const answer = await invoke(request('CREATE', model, { clientRequestToken: 'token-2' }));
    expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(answer.message).toContain('BuilderName "web" is taken');
    expect(answer).not.toHaveProperty('resourceModel');
  });

  it('identifies nothing when another create takes the name in between: that builder must stay', async () => {
    aws.before = (call) => {
      if (call === 'createProject') aws.addForeignProject('docker-builder-web');
    };
    const answer = await operate(request('CREATE', model));
    expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(answer).not.toHaveProperty('resourceModel');
  });

  it('goes on with its own project when the same create is tried again', async () => {
    aws.fate = 'runs';
    await invoke(request('CREATE', model));
    aws.fate = 'succeeds';
    const answer = await operate(request('CREATE', model));
    expect(answer.status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(1);
  });

  it('takes up the repository that an earlier builder of the same name left, and builds nothing', async () => {
    await operate(request('CREATE', model));
    await operate(request('DELETE', model));
    const again = await operate(request('CREATE', model, { clientRequestToken: 'token-2' }));
    expect(again.status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(1);
  });

  it('refuses a repository that this builder did not create', async () => {
    await aws.ecr.createRepository({
      name: 'shared/images',
      tagMutability: 'MUTABLE',
      scanOnPush: false,
      tags: {},
    });
    const answer = await invoke(request('CREATE', { ...model, Repository: { Name: 'shared/images' } }));
    expect(answer).toMatchObject({
      status: 'FAILED',
      errorCode: 'AlreadyExists',
      message: expect.stringContaining('shared/images'),
    });
    expect(aws.projectsByName.size).toBe(0);
  });

  it('says in which phase, with which exit code and why a build failed, and is cleaned up by the delete', async () => {
    aws.fate = 'fails';
    aws.logLines.push(
      '#5 0.1 x',
      ' > [2/2] RUN make:',
      '0.12 no rule to make target',
      '------',
      'ERROR: failed to solve: exit code: 3',
    );
    const answer = await operate(request('CREATE', model));
    expect(answer).toMatchObject({
      status: 'FAILED',
      errorCode: 'GeneralServiceException',
      resourceModel: { BuilderName: 'web' },
    });
    expect(answer.message).toContain('failed in its BUILD phase with exit code 3');
    expect(answer.message).toContain('no rule to make target');
    await operate(request('DELETE', answer.resourceModel));
    expect(aws.leftovers()).toEqual([]);
  });

  it('waits while the queue is full and then builds', async () => {
    let full = 3;
    aws.before = (call) => {
      if (call === 'startBuild' && full-- > 0) {
        throw new ServiceError(
          'codebuild:StartBuild',
          'AccountLimitExceededException',
          'Cannot have more than 5 builds in queue for the account',
          400,
        );
      }
    };
    const answer = await operate(request('CREATE', model));
    expect(answer.status).toBe('SUCCESS');
    expect(aws.builds).toHaveLength(1);
  });

  it('never builds from an outdated definition of its project', async () => {
    await operate(request('CREATE', { ...model, BuildArgs: { URL: 'a' } }));
    const old = structuredClone(aws.projectsByName.get('docker-builder-web'));
    let reads = 0;
    aws.before = (call) => {
      if (call !== 'startBuild' || old === undefined) return;
      reads += 1;
      if (reads === 1) {
        const updated = aws.projectsByName.get('docker-builder-web');
        aws.projectsByName.set('docker-builder-web', old);
        queueMicrotask(() => updated && aws.projectsByName.set('docker-builder-web', updated));
      }
    };
    const event = await operate(
      request('UPDATE', { ...model, BuildArgs: { URL: 'b' } }, { clientRequestToken: 't2' }),
    );
    expect(event.status).toBe('SUCCESS');
    expect(aws.builds.map(({ status }) => status)).toEqual(['SUCCEEDED', 'STOPPED', 'SUCCEEDED']);
  });

  it('fails with the name of the quota when it is 0 and stays so', async () => {
    aws.before = (call) => {
      if (call === 'startBuild') {
        throw new ServiceError(
          'codebuild:StartBuild',
          'AccountLimitExceededException',
          'Cannot have more than 0 builds in queue for the account',
          400,
        );
      }
    };
    const first = await invoke(request('CREATE', model));
    expect(first.status).toBe('IN_PROGRESS');
    world.now = () => Date.now() + 3 * 60_000;
    const answer = await operate(request('CREATE', model, { callbackContext: first.callbackContext }));
    expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'ServiceLimitExceeded' });
    expect(answer.message).toContain('Concurrently running builds');
  });

  it('hands throttling to CloudFormation as retryable', async () => {
    aws.before = (call) => {
      if (call === 'createRepository')
        throw new ServiceError('ecr:CreateRepository', 'ThrottlingException', 'Rate exceeded', 400);
    };
    const answer = await operate(request('CREATE', model));
    expect(answer).toMatchObject({
      status: 'FAILED',
      errorCode: 'Throttling',
      resourceModel: { BuilderName: 'web' },
    });
  });
});

describe('update', () => {
  it('builds nothing when no input of the image changed', async () => {
    const { resourceModel } = await operate(request('CREATE', model));
    const answer = await operate(
      request('UPDATE', { ...model, Tags: [{ Key: 'team', Value: 'shop' }] }, { clientRequestToken: 't2' }),
    );
    expect(unchanged(answer).ImageUri).toBe(resourceModel?.ImageUri);
    expect(answer.resourceModel?.Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
    expect(aws.count('startBuild')).toBe(1);
  });

  it('builds when an argument changed, and nothing when it changes back', async () => {
    const first = await operate(request('CREATE', { ...model, BuildArgs: { URL: 'a' } }));
    const second = await operate(
      request('UPDATE', { ...model, BuildArgs: { URL: 'b' } }, { clientRequestToken: 't2' }),
    );
    const third = await operate(
      request('UPDATE', { ...model, BuildArgs: { URL: 'a' } }, { clientRequestToken: 't3' }),
    );
    expect(second.resourceModel?.ImageUri).not.toBe(first.resourceModel?.ImageUri);
    expect(third.resourceModel?.ImageUri).toBe(first.resourceModel?.ImageUri);
    expect(aws.count('startBuild')).toBe(2);
  });

  it('stops the build that a newer update supersedes', async () => {
    await operate(request('CREATE', { ...model, BuildArgs: { URL: 'a' } }));
    aws.fate = 'runs';
    await invoke(request('UPDATE', { ...model, BuildArgs: { URL: 'b' } }, { clientRequestToken: 't2' }));
    await operate(request('UPDATE', { ...model, BuildArgs: { URL: 'a' } }, { clientRequestToken: 't3' }));
    expect(aws.builds.map(({ status }) => status)).toEqual(['STOPPED', 'SUCCEEDED']);
  });

  it('answers NotFound for a builder that does not exist', async () => {
    expect(await invoke(request('UPDATE', model))).toMatchObject({ status: 'FAILED', errorCode: 'NotFound' });
  });

  it("can't rename the repository", async () => {
    await operate(request('CREATE', model));
    const answer = await invoke(request('UPDATE', { ...model, Repository: { Name: 'other/images' } }));
    expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'NotUpdatable' });
  });

  it('removes the cache repository when the cache is disabled', async () => {
    await operate(request('CREATE', model));
    expect([...aws.repositories.keys()]).toContain('docker-builder/web/cache');
    await operate(request('UPDATE', { ...model, CacheDisabled: true }, { clientRequestToken: 't2' }));
    expect([...aws.repositories.keys()]).toEqual(['docker-builder/web/image']);
  });
});

describe('delete', () => {
  it('keeps a repository that holds a finished image, and nothing else', async () => {
    await operate(request('CREATE', model));
    expect((await operate(request('DELETE', model))).status).toBe('SUCCESS');
    expect(aws.leftovers()).toEqual(['docker-builder/web/image']);
  });

  it('removes the repository with its images when the policy says so', async () => {
    await operate(request('CREATE', { ...model, Repository: { RemovalPolicy: 'DELETE' } }));
    await operate(request('DELETE', model));
    expect(aws.leftovers()).toEqual([]);
  });

  it.each(['image', 'cache'])(
    'leaves a %s repository that another builder owns alone, even where the policy is DELETE',
    async (kind) => {
      await operate(request('CREATE', { ...model, Repository: { RemovalPolicy: 'DELETE' } }));
      const name = `docker-builder/web/${kind}`;
      Object.assign(aws.repositories.get(name)?.tags ?? {}, { 'docker-builder:builder': 'another' });
      await operate(request('DELETE', model));
      expect(aws.leftovers()).toEqual([name]);
    },
  );

  it('stops a running build first', async () => {
    aws.fate = 'runs';
    await invoke(request('CREATE', model));
    await operate(request('DELETE', model));
    expect(aws.builds[0]?.status).toBe('STOPPED');
    expect(aws.leftovers()).toEqual([]);
  });

  it('answers success without a model, and NotFound the second time', async () => {
    await operate(request('CREATE', model));
    expect(await operate(request('DELETE', model))).toEqual({ status: 'SUCCESS' });
    expect(await invoke(request('DELETE', model))).toMatchObject({ status: 'FAILED', errorCode: 'NotFound' });
  });
});

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf';

describe('read and list', () => {
  it('rebuild the whole model from the identifier alone', async () => {
    const full: Model = {
      BuilderName: 'web',
      Source: { Inline: 'FROM scratch AS run' },
      Target: 'run',
      BuildArgs: { A: '1', constructor: '$(id)\n', ['__proto__']: '' },
      InstallCommands: ['echo one', 'echo "two"'],
      PreBuildCommands: ['make'],
      BuildSecrets: { 'npm-token': `${SECRET}:token::0a1b`, '.netrc': SECRET },
      DockerLoginSecretArn: `${SECRET}:logins`,
      VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
      CacheDisabled: true,
      ServiceRoleArn: 'arn:aws:iam::123456789012:role/own',
      ComputeType: 'BUILD_GENERAL1_LARGE',
      BuildImage: 'aws/codebuild/standard:8.0',
      TimeoutInMinutes: 30,
      Repository: { Name: 'own/name', UntaggedRetentionDays: 7, ScanOnPush: false, RemovalPolicy: 'DELETE' },
      PollIntervalSeconds: 2,
      Revision: '7',
      Tags: [{ Key: 'team', Value: 'shop' }],
    };
    const created = await operate(request('CREATE', full));
    const { resourceModel } = await invoke(request('READ', { BuilderName: 'web' } as Model));
    expect(resourceModel).toMatchObject(full);
    expect(Object.entries(resourceModel?.BuildArgs ?? {})).toEqual(Object.entries(full.BuildArgs ?? {}));
    expect(resourceModel).toEqual(created.resourceModel);
  });

  it('answer NotFound for what is not there', async () => {
    expect(await invoke(request('READ', model))).toMatchObject({ status: 'FAILED', errorCode: 'NotFound' });
  });

  it('list page by page, builders only', async () => {
    for (const BuilderName of ['a1', 'b1', 'c1']) {
      await operate(request('CREATE', { ...model, BuilderName }));
    }
    aws.addForeignProject('docker-builder-alien');
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await invoke(request('LIST', undefined, { nextToken }));
      names.push(...(page.resourceModels ?? []).map(({ BuilderName }) => BuilderName as string));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(names).toEqual(['a1', 'b1', 'c1']);
  });
});
