import { imagePolicy, untaggedRetentionOf } from '../plan/lifecycle-policy';
import { done, type Part } from './part';
import { ensureRepository, ownRepository } from './repository';

/** Where the builder's images are: immutable tags, untagged ones expire, tagged ones never do. */
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
    const { repositoryName, repositoryUri, repositoryArn, imageScanningConfiguration } = repository;
    return {
      Repository: {
        ...known.Repository,
        Name: repositoryName,
        ScanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
        UntaggedRetentionDays: untaggedRetentionOf(policy),
      },
      RepositoryName: repositoryName,
      RepositoryUri: repositoryUri,
      RepositoryArn: repositoryArn,
    };
  },

  async remove(names, actual, run) {
    const name = actual.Repository?.Name ?? names.imageRepository;
    // A create that failed on another's repository is deleted too, and may not take it along.
    if ((await ownRepository(name, names.builder, run)) === undefined) return done;
    // RETAIN keeps finished images; a repository that holds none is a leftover.
    const keep = actual.Repository?.RemovalPolicy !== 'DELETE' && (await run.aws.ecr.holdsTaggedImage(name));
    if (keep) run.log(`kept the repository ${name} with its images (RemovalPolicy RETAIN)`);
    else await run.aws.ecr.deleteRepository(name);
    return done;
  },
};
