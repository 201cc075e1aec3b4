import { uniqueName } from '../support/tools';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { broken } from './fault';
import { forGood } from './proxy';
import { image } from './template';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
afterAll(() => faulty.stop());

it('a quota of 0 builds fails after a bounded wait, with the name of the quota', async () => {
  const { stacks, state } = faulty;
  const name = uniqueName('none');
  await faulty.setQuota({ running: 0, queued: 0 });
  expect(await stacks.create(name, image(name, 'one'))).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
  const failure = (await stacks.events(name)).find(
    ({ ResourceStatus, LogicalResourceId }) =>
      ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
  );
  expect(failure?.ResourceStatusReason).toContain('CodeBuild quota "Concurrently running builds"');
  expect(await state.leftovers(name)).toEqual([]);
}, 400_000);

it('a call that fails for good fails the create after the retries, and what was named is removed', async () => {
  const { stacks, proxy, state } = faulty;
  await faulty.setQuota({ running: 20, queued: 100 });
  const name = uniqueName('hopeless');
  proxy.break(forGood(4, broken));
  expect(await stacks.create(name, image(name, 'one'), 'DO_NOTHING')).toMatchObject({
    status: 'CREATE_FAILED',
  });
  proxy.heal();
  await stacks.delete(name);
  expect(await state.leftovers(name)).toEqual([]);
}, 120_000);
