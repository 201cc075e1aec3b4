import { shared } from './builder';
import { runSeeds } from './seeded';

// FAULT_SEED=17 replays one run alone.
const alone = process.env.FAULT_SEED;
// Spread over all single faults; FAULT_RUNS=120 is a longer look.
const RUNS = Number(process.env.FAULT_RUNS ?? 30);

it('faults at the calls of builders whose images others may pull, and whose log is kept: success, or a clear failure with nothing left', async () => {
  const { runs, succeeded, met, wrong } = await runSeeds(
    process.env.AWS_ENDPOINT_URL as string,
    (singles) =>
      alone === undefined
        ? Array.from({ length: RUNS }, (_, n) => Math.floor((n * singles) / RUNS))
        : [Number(alone)],
    shared,
  );
  console.log(`${runs} runs, ${succeeded} succeeded, ${met.size} different faults (call and kind)`);
  expect(wrong).toEqual([]);
}, 900_000);
