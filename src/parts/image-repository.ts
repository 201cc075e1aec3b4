import { imagePolicy, untaggedRetentionOf } from '../plan/lifecycle-policy';
import { done } from '../waiting/outcome';
import type { Part } from './part';
import { ensureRepository, findOwnRepository } from './repository';

/** Where the builder's images are stored: tags are immutable, untagged images expire, tagged ones never do. */
export const imageRepository: Part = {
  name: 'image repository',

  ensure: (desired, run) =>
    ensureRepository(
      {
        name: desired.names.imageRepository,
        tagMutability: 'IMMUTABLE',
        scanOnPush: desired.repository.scanOnPush,
        tags: desired.tags,
        lifecyclePolicy: imagePolicy(desired.repository.untaggedRetentionDays),
      },
      desired.names.builder,
      run,
    ),

  async read(names, known, run) {
    const name = known.Repository?.Name ?? names.imageRepository;
    const [repository, policy] = await Promise.all([
      run.aws.ecr.repository(name),
      run.aws.ecr.lifecyclePolicy(name),
    ]);
    if (repository === undefined) return {};
    return {
      Repository: {
        ...known.Repository,
        Name: repository.name,
        ScanOnPush: repository.scanOnPush,
        UntaggedRetentionDays: untaggedRetentionOf(policy),
      },
      RepositoryName: repository.name,
      RepositoryUri: repository.uri,
      RepositoryArn: repository.arn,
    };
  },

  async delete(names, actual, run) {
    const name = actual.Repository?.Name ?? names.imageRepository;
    // A create that failed on a repository owned by another builder is deleted too, and must not take it along.
    if ((await findOwnRepository(name, names.builder, run)) === undefined) return done;
    // RETAIN keeps finished images; a repository that contains none is a leftover.
    const keep = actual.Repository?.RemovalPolicy !== 'DELETE' && (await run.aws.ecr.holdsTaggedImage(name));
    if (keep) run.log(`kept the repository ${name} with its images (RemovalPolicy RETAIN)`);
    else await run.aws.ecr.deleteRepository(name);
    return done;
  },
};
