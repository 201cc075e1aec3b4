import { runSeeds } from './seeded';

// FAULT_SEED=17 replays one run alone.
const alone = process.env.FAULT_SEED;
const PAIRS = 60;
const seedsOf = (singles: number): number[] =>
  alone === undefined ? Array.from({ length: singles + PAIRS }, (_, index) => index) : [Number(alone)];

it('faults of all kinds at every call of every verb, one at a time and in pairs: success, or a clear failure with nothing left; no image built twice', async () => {
  const { runs, succeeded, met, wrong } = await runSeeds(process.env.AWS_ENDPOINT_URL as string, seedsOf);
  const faults = [...met.values()].reduce((sum, times) => sum + times, 0);
  console.log(
    `${runs} runs, ${succeeded} succeeded, ${faults} faults took place, ${met.size} different (call and kind)`,
  );
  expect(wrong).toEqual([]);
  if (alone !== undefined) return;
  expect(runs).toBeGreaterThanOrEqual(500);
  // A sweep whose faults do not take place shows nothing.
  expect(faults).toBeGreaterThan(runs * 0.8);
}, 1_800_000);
