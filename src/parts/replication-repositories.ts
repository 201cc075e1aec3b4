import type { RemovalPolicy, ResolvedBuilder } from '../plan/desired';
import { keyIn } from '../plan/encryption-key';
import type { Names } from '../plan/names';
import { ownerTags, replicaOwner } from '../plan/ownership';
import type { Run } from '../ports/run';
import { waitFor } from '../waiting/bounded-wait';
import { done, type Outcome } from '../waiting/outcome';
import { regionOf, runIn } from './elsewhere';
import { imageSettings, isKept } from './image-repository';
import type { Part } from './part';
import { ensureRepository, findOwnRepository } from './repository';

/**
 * The repositories that images are replicated to. ECR would create them as it does any, so they are created ahead:
 * with immutable tags, the lifecycle policy and the tags of the builder.
 */
export const replicationRepositories: Part = {
  name: 'replica repositories',

  async ensure(desired, run) {
    const { names, place, former, repository } = desired;
    const owner = replicaOwner(names.builder, place.region);
    const claim = replicaClaim(desired);
    const tags = { ...desired.userTags, ...ownerTags(owner, desired.owner) };
    const settings = (region: string) => ({
      ...imageSettings({ ...desired, tags }),
      kmsKey: keyIn(region, repository.kmsKeyArn),
    });
    const outcomes = await Promise.all([
      ...desired.replicaRegions.map(async (region) =>
        inRegion(region, await ensureRepository(settings(region), claim, runIn(region, run))),
      ),
      ...(former?.replicaRegions ?? []).map((region) =>
        removeReplica({ region, owner, policy: repository.removalPolicy, names }, run, false),
      ),
    ]);
    return outcomes.find(({ kind }) => kind !== 'done') ?? done;
  },

  async read() {
    return {};
  },

  async delete(names, actual, run) {
    const regions = [...(actual.ReplicaRegions ?? []), ...actual.former.replicaRegions];
    if (regions.length === 0) return done;
    const ending = await waitForEnd(names.imageRepository, actual.ImageTag, run);
    if (ending !== undefined) return ending;
    const owner = replicaOwner(names.builder, regionOf(actual.ProjectArn));
    const policy = actual.Repository?.RemovalPolicy ?? 'RETAIN';
    await Promise.all(regions.map((region) => removeReplica({ region, owner, policy, names }, run, true)));
    return done;
  },
};

/** A replica belongs to the builder and its Region: there may be a builder of the same name where it is. */
export const replicaClaim = ({
  names,
  owner,
  place,
}: Pick<ResolvedBuilder, 'names' | 'owner' | 'place'>) => ({
  names: { ...names, builder: replicaOwner(names.builder, place.region) },
  owner,
});

/** A failure names the Region that it is about. */
const inRegion = (region: string, outcome: Outcome): Outcome =>
  outcome.kind === 'fail'
    ? { ...outcome, message: `ReplicaRegions: in ${region}, ${outcome.message}` }
    : outcome;

/** ECR creates a repository for the image that it replicates, even if it was deleted a moment ago. */
async function waitForEnd(
  repository: string,
  tag: string | undefined,
  run: Run,
): Promise<Outcome | undefined> {
  const digest = tag === undefined ? undefined : await run.aws.ecr.digest(repository, tag);
  if (digest === undefined) return undefined;
  const statuses = await run.aws.replication.statuses(repository, digest);
  const running = statuses.filter(({ status }) => status === 'IN_PROGRESS').map(({ region }) => region);
  if (running.length === 0) return undefined;
  // After its bound the deletion goes on: what a stuck replication creates later is better than a stuck stack.
  return waitFor('end of replication', repository, run, running.join(', '));
}

interface Replica {
  region: string;
  owner: string;
  policy: RemovalPolicy;
  names: Names;
}

async function removeReplica(
  { region, owner, policy, names }: Replica,
  run: Run,
  expected: boolean,
): Promise<Outcome> {
  const there = runIn(region, run);
  const own = await findOwnRepository(names.imageRepository, owner, there, expected);
  if (own === undefined) return done;
  if (await isKept(own, policy, names, run, there))
    run.log(`kept the replica ${names.imageRepository} in ${region} (RemovalPolicy ${policy})`);
  else await there.aws.ecr.deleteRepository(own.name);
  return done;
}
