import type { Model } from '../../../src/models';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const NAME = 'shop/web';
const again = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop-Prod/another-uuid';
let aws: FakeAws;

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

/** Repository.Name without BuilderName: each create generates another name. */
const model: Model = { Source: { Inline: 'FROM scratch' }, Repository: { Name: NAME } };
const create = (token: string, more = {}) =>
  operate(request('CREATE', model, { clientRequestToken: token, ...more }));

/** A builder that is deleted and leaves its repository. */
async function keptRepository(): Promise<string> {
  const { resourceModel } = await create('first');
  await operate(request('DELETE', resourceModel, { clientRequestToken: 'delete' }));
  expect(aws.leftovers()).toEqual([NAME]);
  return resourceModel?.BuilderName as string;
}

describe('a repository whose builder is gone', () => {
  it('is taken up by the same resource of a stack of the same name, and nothing is built again', async () => {
    const old = await keptRepository();
    const event = await create('second', { stackId: again });
    expect(event.status).toBe('SUCCESS');
    expect(event.resourceModel?.BuilderName).not.toBe(old);
    expect(event.resourceModel?.RepositoryName).toBe(NAME);
    expect(aws.count('startBuild')).toBe(1);
  });

  it('belongs to the builder that took it up: its updates and its delete work', async () => {
    await keptRepository();
    const { resourceModel } = await create('second', { stackId: again });
    const changed = { ...resourceModel, Source: { Inline: 'FROM scratch\nLABEL a=b' } } as Model;
    expect((await operate(request('UPDATE', changed, { clientRequestToken: 'u' }))).status).toBe('SUCCESS');
    const gone = { ...changed, Repository: { Name: NAME, RemovalPolicy: 'DELETE' as const } };
    await operate(request('UPDATE', gone, { clientRequestToken: 'v' }));
    await operate(request('DELETE', gone, { clientRequestToken: 'w' }));
    expect(aws.leftovers()).toEqual([]);
  });

  it('is taken up again and again', async () => {
    await keptRepository();
    for (const token of ['second', 'third', 'fourth']) {
      const { status, resourceModel } = await create(token, { stackId: again });
      expect(status).toBe('SUCCESS');
      await operate(request('DELETE', resourceModel, { clientRequestToken: `delete-${token}` }));
    }
    expect(aws.count('startBuild')).toBe(1);
  });

  it.each([
    ['another stack', { stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Other/1' }],
    ['another logical id', { logicalResourceIdentifier: 'Other' }],
    ['no stack', { stackId: undefined }],
    ['no logical id', { logicalResourceIdentifier: undefined }],
  ])('is refused to a builder of %s, by a message that says how to take it up', async (_what, more) => {
    const old = await keptRepository();
    const event = await invoke(request('CREATE', model, { clientRequestToken: 'second', ...more }));
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(event.message).toContain(`set BuilderName to "${old}"`);
    expect(event.message).toContain('Adopt');
    expect(event.resourceModel).toBeUndefined();
    expect(aws.leftovers()).toEqual([NAME]);
  });

  it('is taken up by the BuilderName that the message names', async () => {
    const BuilderName = await keptRepository();
    const other = { stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Other/1' };
    const event = await operate(
      request('CREATE', { ...model, BuilderName }, { clientRequestToken: 'second', ...other }),
    );
    expect(event.status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(1);
  });
});

describe('a repository that', () => {
  it('belongs to a builder that exists is refused, also to the same resource', async () => {
    const { resourceModel } = await create('first');
    const event = await invoke(request('CREATE', model, { clientRequestToken: 'second' }));
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(event.message).toContain(`belongs to the builder "${resourceModel?.BuilderName}"`);
  });

  it('no builder created is refused', async () => {
    await aws.ecr.createRepository({ name: NAME, tagMutability: 'MUTABLE', scanOnPush: false, tags: {} });
    const event = await invoke(request('CREATE', model));
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(event.message).toContain('was not created by a builder');
  });
});
