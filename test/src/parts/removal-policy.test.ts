import type { Model } from '../../../src/models';
import { FakeAws } from '../../support/fake-aws';
import { operate, request, stackId, world } from '../../support/operation';

const KEPT = ['docker-builder/web/image'];
const ROOT = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Root/1';
let aws: FakeAws;

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

const model = (RemovalPolicy?: NonNullable<Model['Repository']>['RemovalPolicy']): Model => ({
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  ...(RemovalPolicy && { Repository: { RemovalPolicy } }),
});
const stackIs = (status: string, statusReason = '', rootId?: string) =>
  aws.stacks.set(stackId, { status, statusReason, rootId });

async function leftAfterDelete(created: Model, more = {}): Promise<string[]> {
  await operate(request('CREATE', created));
  await operate(request('DELETE', created, { clientRequestToken: 'token-2', ...more }));
  return aws.leftovers();
}

describe('RETAIN_EXCEPT_ON_CREATE, the default', () => {
  it.each([
    'ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  ])('removes the repository when the stack is in %s', async (status) => {
    stackIs(status);
    expect(await leftAfterDelete(model())).toEqual([]);
  });

  it('removes it when the stack was to be deleted on failure', async () => {
    stackIs(
      'DELETE_IN_PROGRESS',
      'The following resource(s) failed to create: [Other]. Delete requested by user.',
    );
    expect(await leftAfterDelete(model())).toEqual([]);
  });

  it('removes it when the root of its nested stack is rolled back', async () => {
    stackIs('DELETE_IN_PROGRESS', '', ROOT);
    aws.stacks.set(ROOT, { status: 'ROLLBACK_IN_PROGRESS', statusReason: '', rootId: undefined });
    expect(await leftAfterDelete(model())).toEqual([]);
  });

  it.each(['DELETE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'REVIEW_IN_PROGRESS'])(
    'keeps it when the stack is in %s',
    async (status) => {
      stackIs(status);
      expect(await leftAfterDelete(model())).toEqual(KEPT);
    },
  );

  it('keeps it outside of a stack', async () => {
    expect(await leftAfterDelete(model(), { stackId: undefined })).toEqual(KEPT);
    expect(aws.count('stack')).toBe(0);
  });

  it("keeps it when the stack's status can't be read", async () => {
    expect(await leftAfterDelete(model())).toEqual(KEPT);
    expect(aws.count('stack')).toBe(1);
  });

  it('keeps a repository that was there before the builder was created', async () => {
    await leftAfterDelete(model('RETAIN'));
    stackIs('ROLLBACK_IN_PROGRESS');
    await operate(request('CREATE', model(), { clientRequestToken: 'token-3' }));
    await operate(request('DELETE', model(), { clientRequestToken: 'token-4' }));
    expect(aws.leftovers()).toEqual(KEPT);
  });

  it('removes a repository without a finished image without a look at the stack', async () => {
    aws.fate = 'fails';
    expect(await leftAfterDelete(model())).toEqual([]);
    expect(aws.count('stack')).toBe(0);
  });
});

it('RETAIN keeps the repository even when its creation is rolled back', async () => {
  stackIs('ROLLBACK_IN_PROGRESS');
  expect(await leftAfterDelete(model('RETAIN'))).toEqual(KEPT);
});

it('DELETE removes it without a look at the stack', async () => {
  expect(await leftAfterDelete(model('DELETE'))).toEqual([]);
  expect(aws.count('stack')).toBe(0);
});
