import { ROOT_SESSION } from '../../local/engine/endpoint';
import { replicationPort } from '../../src/aws/replication';
import { replicated } from './builder';
import { setReplication } from './engine';
import { runSeeds } from './seeded';

// FAULT_SEED=17 replays one run alone.
const alone = process.env.FAULT_SEED;
// Spread over all single faults; FAULT_RUNS=120 is a longer look.
const RUNS = Number(process.env.FAULT_RUNS ?? 30);
const endpoint = process.env.AWS_ENDPOINT_URL as string;

const others = {
  rules: [
    {
      destinations: [{ region: 'eu-west-1', registryId: '000000000000' }],
      repositoryFilters: [{ filter: 'rule-of-others', filterType: 'PREFIX_MATCH' }],
      deleteReplication: true,
    },
  ],
};

it('faults at the calls of builders that are replicated and published, side by side in one registry: success, or a clear failure with nothing left; no rule of others touched', async () => {
  const registry = replicationPort({ region: 'us-east-1', credentials: ROOT_SESSION });
  await registry.putConfiguration(others);
  await setReplication(endpoint, { delaySeconds: 0.1 });
  const { runs, succeeded, met, wrong } = await runSeeds(
    endpoint,
    (singles) =>
      alone === undefined
        ? Array.from({ length: RUNS }, (_, n) => Math.floor((n * singles) / RUNS))
        : [Number(alone)],
    replicated,
  );
  console.log(`${runs} runs, ${succeeded} succeeded, ${met.size} different faults (call and kind)`);
  expect(wrong).toEqual([]);
  expect(await registry.configuration()).toEqual(others);
}, 1_800_000);
