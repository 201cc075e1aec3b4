import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS, ROOT_SESSION } from '../../../local/engine/endpoint';
import { replicationPort } from '../../../src/aws/replication';
import type { ReplicationConfiguration } from '../../../src/ports/replication';

// The registry of a Region that no other test uses.
const region = 'sa-east-1';
const session = { region, credentials: ROOT_SESSION };
const endpoint = process.env.AWS_ENDPOINT_URL as string;
const port = replicationPort(session);

const configuration: ReplicationConfiguration = {
  rules: [
    {
      destinations: [{ region: 'eu-west-1', registryId: '000000000000', invented: true }],
      repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH', invented: { deep: [1, null] } }],
      deleteReplication: true,
      invented: 'ÄÖ "quoted"',
    },
    { destinations: [{ region: 'us-west-2', registryId: '000000000000' }] },
  ],
};

it('a registry without rules has none', async () => {
  expect(await port.configuration()).toEqual({ rules: [] });
});

it('rules go to ECR and come back with every member, also those that the SDK does not know', async () => {
  await port.putConfiguration(configuration);
  expect(await port.configuration()).toEqual(configuration);
  // The SDK itself shows what would be lost.
  const sdk = new ECR({ endpoint, region, credentials: ROOT_KEYS });
  const { replicationConfiguration } = await sdk.describeRegistry({});
  expect(replicationConfiguration?.rules?.[0]).not.toHaveProperty('deleteReplication');
  await port.putConfiguration({ rules: [] });
});

it.each([
  [11, 1, /less than or equal to 10/],
  [2, 26, /less than or equal to 25/],
])('%s rules, one with %s destinations, are refused in the words of ECR', async (rules, targets, words) => {
  const destinations = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ region: `eu-test-${n + 1}`, registryId: '000000000000' }));
  const many = Array.from({ length: rules }, (_, n) => ({
    destinations: destinations(n === 0 ? targets : 1),
  }));
  await expect(port.putConfiguration({ rules: many })).rejects.toMatchObject({
    call: 'ecr:PutReplicationConfiguration',
    kind: 'input',
    message: expect.stringMatching(words),
  });
  expect(await port.configuration()).toEqual({ rules: [] });
});

it('an image that does not exist has no status', async () => {
  expect(await port.statuses('none', `sha256:${'0'.repeat(64)}`)).toEqual([]);
});
