import { uniqueName } from '../support/tools';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { image } from './template';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
afterAll(() => faulty.stop());

describe('many builders', () => {
  it('ten builders finish where one build may run and one may wait', async () => {
    const { stacks, state, proxy } = faulty;
    await faulty.setQuota({ running: 1, queued: 1 });
    let refused = 0;
    try {
      const names = Array.from({ length: 10 }, (_, index) => uniqueName(`queue-${index}`));
      proxy.break(() => undefined);
      const made = await Promise.all(names.map((name) => stacks.create(name, image(name, name))));
      expect(made.map(({ status }) => status)).toEqual(names.map(() => 'CREATE_COMPLETE'));
      refused = proxy.calls.filter((call) => call.name === 'codebuild:StartBuild').length - 10;
      for (const name of names) expect(await state.builds(name)).toHaveLength(1);
      await Promise.all(names.map((name) => stacks.delete(name)));
    } finally {
      await faulty.setQuota({ running: 20, queued: 100 });
    }
    expect(refused).toBeGreaterThan(0);
  }, 300_000);
});
