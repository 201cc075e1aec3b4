import type { Desired } from './desired';

const MULTI_REGION = /:key\/mrk-/;

/** The key that encrypts a replica: a multi-Region key has the same ID in every Region. */
export const keyIn = (region: string, key: string | undefined): string | undefined =>
  key?.replace(/^(arn:[^:]+:kms:)[^:]+/, `$1${region}`);

/** Why the key can't encrypt all that it should. */
export function brokenKey({ repository: { kmsKeyArn }, replicaRegions, place }: Desired): string | undefined {
  if (kmsKeyArn === undefined) return undefined;
  if (keyIn(place.region, kmsKeyArn) !== kmsKeyArn)
    return `Repository.KmsKeyArn "${kmsKeyArn}" is in another Region; ECR takes keys of ${place.region}`;
  if (replicaRegions.length > 0 && !MULTI_REGION.test(kmsKeyArn))
    return `Repository.KmsKeyArn "${kmsKeyArn}" is a key of one Region, and ReplicaRegions needs it in each: use a multi-Region key (its ID begins with mrk-) with a replica in ${replicaRegions.join(', ')}`;
  return undefined;
}
