import { runSeeds } from './seeded';

// A sample of seeded.sweep.test.ts.
const SAMPLE = Array.from({ length: 10 }, (_, index) => index * 77);

it('a sample of seeded faults: success, or a clear failure with nothing left; no image built twice', async () => {
  const { runs, met, wrong } = await runSeeds(process.env.AWS_ENDPOINT_URL as string, () => SAMPLE);
  expect(wrong).toEqual([]);
  expect(runs).toBe(SAMPLE.length);
  expect(met.size).toBeGreaterThan(SAMPLE.length / 2);
}, 300_000);
