import type { Model } from '../../../src/models';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const model: Model = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };
const group = '/aws/codebuild/docker-builder-web';
let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

describe("the build's log group", () => {
  it('exists before the first build, whose role may not create it', async () => {
    await operate(request('CREATE', model));
    expect(aws.calls).toContain('startBuild');
    expect(aws.calls.indexOf('ensureGroup')).toBeLessThan(aws.calls.indexOf('startBuild'));
    expect([...aws.logGroups]).toEqual([group]);
  });

  it('is created again by an update, when someone has deleted it', async () => {
    await operate(request('CREATE', model));
    aws.logGroups.clear();
    await operate(request('UPDATE', { ...model, Revision: '2' }));
    expect([...aws.logGroups]).toEqual([group]);
  });

  it('goes with the builder', async () => {
    await operate(request('CREATE', model));
    await invoke(request('DELETE', model));
    expect(aws.logGroups.size).toBe(0);
  });
});
