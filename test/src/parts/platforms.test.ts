import type { ProgressEvent } from '../../../src/handlers/progress-event';
import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const both: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  Platforms: ['linux/amd64', 'linux/arm64'],
};
const only = (platform: 'linux/amd64' | 'linux/arm64'): Model => ({ ...both, Platforms: [platform] });
let aws: FakeAws;
let waited = 0;
beforeEach(() => {
  aws = new FakeAws();
  waited = 0;
  Object.assign(world, { aws, now: Date.now });
});

const create = (model: Model) => operate(request('CREATE', model));
const update = (model: Model, token: string) =>
  operate(request('UPDATE', model, { clientRequestToken: token }));
const resume = ({ callbackContext, callbackDelaySeconds = 0 }: ProgressEvent) => {
  waited += callbackDelaySeconds * 1000;
  return invoke(request('CREATE', both, { callbackContext }), waited);
};
const platforms = () => aws.builds.map(({ platform }) => platform).sort();
const images = () => aws.repositories.get('docker-builder/web/image')?.images ?? new Map();

describe('two platforms', () => {
  it('are built at the same time, each on a machine of its own', async () => {
    const machines: unknown[] = [];
    const { startBuild } = aws.codebuild;
    aws.codebuild.startBuild = (start) => {
      machines.push(start.machine);
      return startBuild(start);
    };
    aws.fate = 'runs';
    const { status, message } = await invoke(request('CREATE', both));
    expect(status).toBe('IN_PROGRESS');
    expect(message).toMatch(/building web for linux\/amd64: .*; building web for linux\/arm64: /);
    expect(platforms()).toEqual(['linux/amd64', 'linux/arm64']);
    expect(machines).toEqual([
      undefined,
      { type: 'ARM_CONTAINER', image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
    ]);
  });

  it('are put together in an index, without a further build', async () => {
    const { status, resourceModel } = await create(both);
    expect(status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(2);
    expect(aws.count('putImage')).toBe(1);
    expect(images().size).toBe(3);
    const { Amd64, Arm64 } = resourceModel?.ImageDigests ?? {};
    expect(new Set([Amd64, Arm64, resourceModel?.ImageDigest]).size).toBe(3);
    expect(resourceModel?.ImageUri).toBe(`registry/docker-builder/web/image@${resourceModel?.ImageDigest}`);
  });

  it('give the same image in any order', async () => {
    const { resourceModel } = await create(both);
    const event = await update({ ...both, Platforms: ['linux/arm64', 'linux/amd64'] }, 'order');
    expect(event.resourceModel?.ImageUri).toBe(resourceModel?.ImageUri);
    expect(aws.count('startBuild')).toBe(2);
  });

  it('fail when one fails, which stops the other, and the message names the platform', async () => {
    aws.fate = 'runs';
    const first = await invoke(request('CREATE', both));
    const arm = aws.builds.find(({ platform }) => platform === 'linux/arm64');
    Object.assign(arm ?? {}, {
      status: 'FAILED',
      phase: 'COMPLETED',
      endedAt: Date.now(),
      phases: [
        {
          phaseType: 'BUILD',
          phaseStatus: 'FAILED',
          contexts: [{ statusCode: 'X', message: 'exit status 3' }],
        },
      ],
    });
    const event = await resume(first);
    expect(event).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(/^the image build for linux\/arm64 failed in its BUILD phase/),
    });
    expect(aws.builds.find(({ platform }) => platform === 'linux/amd64')?.status).toBe('STOPPED');
  });

  it('whose second build finds the queue full keep the first one', async () => {
    aws.fate = 'runs';
    const { startBuild } = aws.codebuild;
    let full = true;
    aws.codebuild.startBuild = async (start) => {
      if (start.machine !== undefined && full) throw queueIsFull();
      return startBuild(start);
    };
    const waiting = await invoke(request('CREATE', both));
    expect(waiting.status).toBe('IN_PROGRESS');
    expect(platforms()).toEqual(['linux/amd64']);
    full = false;
    expect((await resume(waiting)).status).toBe('IN_PROGRESS');
    expect(platforms()).toEqual(['linux/amd64', 'linux/arm64']);
    expect(aws.builds.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
  });
});

describe('a platform', () => {
  it.each(['linux/amd64', 'linux/arm64'] as const)(
    'that is added to %s is the only one built',
    async (first) => {
      const { resourceModel: alone } = await create(only(first));
      const { resourceModel } = await update(both, 'add');
      expect(aws.builds).toHaveLength(2);
      expect(Object.values(resourceModel?.ImageDigests ?? {})).toContain(alone?.ImageDigest);
      expect(resourceModel?.ImageDigest).not.toBe(alone?.ImageDigest);
    },
  );

  it('that is removed leaves the image of the other one, and nothing is built', async () => {
    const { resourceModel: index } = await create(both);
    const { resourceModel } = await update(only('linux/arm64'), 'remove');
    expect(aws.builds).toHaveLength(2);
    expect(resourceModel?.ImageDigest).toBe(index?.ImageDigests?.Arm64);
    expect(resourceModel?.ImageDigests).toEqual({ Arm64: resourceModel?.ImageDigest });
  });

  it('changes the machine of the project', async () => {
    await create(only('linux/arm64'));
    expect(aws.projectsByName.get('docker-builder-web')?.machine).toEqual({
      type: 'ARM_CONTAINER',
      image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0',
    });
  });
});

const queueIsFull = () =>
  new ServiceError(
    'codebuild:StartBuild',
    'AccountLimitExceededException',
    'Cannot have more than 1 builds in queue',
    400,
  );
