import { ROOT_SESSION } from '../../../local/engine/endpoint';
import { awsPorts } from '../../../src/aws/ports';
import { type changeReplication, settleReplication } from '../../../src/parts/replication-writer';
import { namesOf } from '../../../src/plan/names';
import { withoutReplication, withReplication } from '../../../src/plan/replication-rules';
import type { Run } from '../../../src/ports/run';

// The registry of a Region that no other test uses.
const region = 'sa-west-1';
const aws = awsPorts({ region, credentials: ROOT_SESSION });
const account = '000000000000';

const runOf = (token: string): Run => ({
  aws,
  context: { startedAt: Date.now() },
  token,
  stackId: undefined,
  now: Date.now,
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  timeLeft: () => 60_000,
  log: () => {},
});

const others = {
  invented: 1,
  rules: [
    {
      destinations: [{ region: 'eu-west-1', registryId: account }],
      repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH' }],
      deleteReplication: true,
    },
  ],
};
const WRITERS = Array.from({ length: 20 }, (_, n) => `writer-${n}`);
const isBuilders = (filter: string) => filter.startsWith('docker-builder/');

/** One builder's whole part of an operation: written, and confirmed after the others are done. */
async function write(builder: string, remove: boolean): Promise<void> {
  const names = namesOf(builder);
  const run = runOf(`${builder} ${remove}`);
  const regions = [Number(builder.split('-')[1]) % 2 ? 'eu-west-1' : 'us-west-2'];
  const change: Parameters<typeof changeReplication>[0] = async (found) =>
    remove
      ? withoutReplication(found, names.imageRepository, [])
      : withReplication(found, {
          repository: names.imageRepository,
          account,
          regions,
          others: [],
          isBuilders,
        });
  for (;;) {
    const outcome = await settleReplication(change, names, run);
    if (outcome.kind === 'done') return;
    if (outcome.kind === 'fail') throw new Error(outcome.message);
    await run.sleep(outcome.seconds * 60);
  }
}

const filters = async (): Promise<string[]> =>
  (await aws.replication.configuration()).rules
    .flatMap(({ repositoryFilters = [] }) => repositoryFilters.map(({ filter = '' }) => filter))
    .filter(isBuilders)
    .sort();

it('20 writers at once lose no rule, neither when they come nor when they go; the rules of others stay', async () => {
  await aws.replication.putConfiguration(others);
  await Promise.all(WRITERS.map((builder) => write(builder, false)));
  expect(await filters()).toEqual(WRITERS.map((builder) => namesOf(builder).imageRepository).sort());
  // Half of them go while the other half come again.
  await Promise.all(WRITERS.map((builder, n) => write(builder, n < 10)));
  expect(await filters()).toEqual(
    WRITERS.slice(10)
      .map((builder) => namesOf(builder).imageRepository)
      .sort(),
  );
  await Promise.all(WRITERS.map((builder) => write(builder, true)));
  expect(await aws.replication.configuration()).toEqual(others);
}, 60_000);
