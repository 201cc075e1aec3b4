import { BuildQueue } from '../../../local/codebuild/build-queue';

/** A build that runs until `end` is called. */
function build() {
  const running = { started: false, end: () => {} };
  const ended = new Promise<void>((done) => {
    running.end = done;
  });
  return {
    running,
    act: () => {
      running.started = true;
      return ended;
    },
  };
}

const never = new AbortController().signal;
const settle = () => new Promise((done) => setImmediate(done));

it('runs as many builds as the quota allows, the others in their order', async () => {
  const queue = new BuildQueue({ running: 2, queued: 5 });
  const builds = [build(), build(), build(), build()];
  const runs = builds.map(({ act }) => queue.run(never, act));
  const started = () => builds.map(({ running }) => running.started);
  expect(started()).toEqual([true, true, false, false]);
  builds[1]?.running.end();
  await settle();
  expect(started()).toEqual([true, true, true, false]);
  for (const { running } of builds) running.end();
  expect(await Promise.all(runs)).toEqual([true, true, true, true]);
});

it('refuses a build only when as many wait as may wait', () => {
  const queue = new BuildQueue({ running: 1, queued: 1 });
  queue.requirePlace();
  void queue.run(never, build().act);
  queue.requirePlace();
  void queue.run(never, build().act);
  expect(() => queue.requirePlace()).toThrow('Cannot have more than 1 builds in queue for the account');
});

it('lets a build give up, without a turn lost for those behind it', async () => {
  const queue = new BuildQueue({ running: 1, queued: 5 });
  const [first, second, third] = [build(), build(), build()];
  const giveUp = new AbortController();
  void queue.run(never, first.act);
  const gone = queue.run(giveUp.signal, second.act);
  void queue.run(never, third.act);
  giveUp.abort();
  expect(await gone).toBe(false);
  first.running.end();
  await settle();
  expect([second.running.started, third.running.started]).toEqual([false, true]);
});

it('goes on after a build that fails', async () => {
  const queue = new BuildQueue({ running: 1, queued: 5 });
  await expect(queue.run(never, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  const next = build();
  void queue.run(never, next.act);
  expect(next.running.started).toBe(true);
});
