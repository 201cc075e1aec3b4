import { shared } from './builder';
import { runSeeds } from './seeded';

// FAULT_SEED=17 replays one run alone.
const alone = process.env.FAULT_SEED;

it('faults at the calls of builders whose images others may pull, and whose log is kept: success, or a clear failure with nothing left', async () => {
  const { runs, succeeded, met, wrong } = await runSeeds(
    process.env.AWS_ENDPOINT_URL as string,
    (singles) =>
      alone === undefined
        ? Array.from({ length: 120 }, (_, n) => Math.floor((n * singles) / 120))
        : [Number(alone)],
    shared,
  );
  console.log(`${runs} runs, ${succeeded} succeeded, ${met.size} different faults (call and kind)`);
  expect(wrong).toEqual([]);
}, 900_000);
