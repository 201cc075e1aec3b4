import { uniqueName } from '../real/tools';
import { builderProperties } from './builder';
import { type FaultyEngine, startFaultyEngine } from './engine';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
afterAll(() => faulty.stop());

it('a quota of 0 builds fails after a bounded wait, with the name of the quota', async () => {
  const { stacks, state } = faulty;
  const name = uniqueName('none');
  await faulty.setQuota({ running: 0, queued: 0 });
  const Image = { Type: 'TokenInjectable::Docker::Builder', Properties: builderProperties(name, 'one') };
  expect(await stacks.create(name, { Image })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
  const failure = (await stacks.events(name)).find(
    ({ ResourceStatus, LogicalResourceId }) =>
      ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
  );
  expect(failure?.ResourceStatusReason).toContain('CodeBuild quota "Concurrently running builds"');
  expect(await state.leftovers(name)).toEqual([]);
}, 400_000);
