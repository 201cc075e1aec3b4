import type { Desired } from './desired';

/** How the Regions of each partition but the largest begin. */
const PARTITIONS: ReadonlyArray<[prefix: RegExp, partition: string]> = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
];

const partitionOf = (region: string): string =>
  PARTITIONS.find(([prefix]) => prefix.test(region))?.[1] ?? 'aws';

/** Why images can't be replicated to these Regions; undefined if they can. */
export function brokenRegions({ replicaRegions, place }: Desired): string | undefined {
  for (const [index, region] of replicaRegions.entries()) {
    if (region === place.region)
      return `ReplicaRegions: ${region} is the builder's own Region, which has the image anyway; leave it out`;
    if (replicaRegions.indexOf(region) !== index)
      return `ReplicaRegions: ${region} is given twice; give each Region once`;
    const partition = partitionOf(region);
    if (partition !== place.partition)
      return `ReplicaRegions: ${region} belongs to the partition ${partition}, the builder to ${place.partition}; ECR does not replicate from one to the other, so deploy a second builder there`;
  }
  return undefined;
}
