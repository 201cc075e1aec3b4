import { isDeepStrictEqual } from 'node:util';
import type { Model } from '../models';
import type { RemovalPolicy, ResolvedBuilder } from '../plan/desired';
import { imagePolicy, untaggedRetentionOf } from '../plan/lifecycle-policy';
import type { Names } from '../plan/names';
import { isAdopted, wereCreatedTogether } from '../plan/ownership';
import { changedTags } from '../plan/recorded-tags';
import { readPolicy } from '../plan/repository-policy';
import { tagList, userTags } from '../plan/tags';
import type { Repository } from '../ports/ecr';
import type { Run } from '../ports/run';
import { done } from '../waiting/outcome';
import { release } from './adopted-repository';
import type { DesiredRepository } from './desired-repository';
import type { Part } from './part';
import { ensureRepository, findOwnRepository, type OwnRepository } from './repository';
import { isRolledBackCreate } from './rolled-back-create';

/** Where the builder's images are stored: tags are immutable, untagged images expire, tagged ones never do. */
export const imageRepository: Part = {
  name: 'image repository',

  ensure: (desired, run) =>
    ensureRepository(
      {
        ...imageSettings(desired),
        kmsKey: desired.repository.kmsKeyArn,
        adopt: desired.repository.adopt === true,
        given: desired.repository.given,
      },
      desired,
      run,
    ),

  async read(names, known, run) {
    const name = known.Repository?.Name ?? names.imageRepository;
    const given = known.Repository?.PolicyText;
    const [repository, policy, access] = await Promise.all([
      run.aws.ecr.repository(name),
      run.aws.ecr.lifecyclePolicy(name),
      given === undefined ? undefined : run.aws.ecr.repositoryPolicy(name),
    ]);
    if (repository === undefined) return {};
    const tags = await changedTagsOf(repository, names, known, run);
    return {
      ...(tags === undefined ? {} : { Tags: tags }),
      Repository: {
        ...known.Repository,
        Name: repository.name,
        ScanOnPush: repository.scanOnPush,
        UntaggedRetentionDays: untaggedRetentionOf(policy),
        KmsKeyArn: repository.kmsKey,
        PolicyText: given === undefined ? undefined : readPolicy(given, access),
      },
      RepositoryName: repository.name,
      RepositoryUri: repository.uri,
      RepositoryArn: repository.arn,
    };
  },

  async delete(names, actual, run) {
    const name = actual.Repository?.Name ?? names.imageRepository;
    // A create that failed on a repository owned by another builder is deleted too, and must not take it along.
    const own = await findOwnRepository(name, names.builder, run);
    if (own === undefined) return done;
    if (actual.Repository?.Adopt === true || isAdopted(own.tags)) {
      await release(own, names.builder, run);
      return done;
    }
    const policy = actual.Repository?.RemovalPolicy ?? 'RETAIN';
    if (await isKept(own, policy, names, run))
      run.log(`kept the repository ${name} with its images (RemovalPolicy ${policy})`);
    else await run.aws.ecr.deleteRepository(name);
    return done;
  },
};

/** The builder's tags if they are not the same on the repository as on the project. */
async function changedTagsOf({ arn }: Repository, names: Names, known: Partial<Model>, run: Run) {
  const own = Object.fromEntries((known.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const tags = await run.aws.ecr.tags(arn);
  // An adopted repository keeps its own tags.
  if (isAdopted(tags)) return undefined;
  const repository = userTags(tags);
  if (isDeepStrictEqual(own, repository)) return undefined;
  const project = await run.aws.codebuild.project(names.project);
  return tagList(changedTags(project?.variables ?? {}, own, repository));
}

/** The settings of a repository for the builder's images; its replicas in other Regions have the same. */
export const imageSettings = ({
  names,
  repository,
  tags,
  policyDropped,
}: ImageSettings): DesiredRepository => ({
  name: names.imageRepository,
  tagMutability: 'IMMUTABLE',
  scanOnPush: repository.scanOnPush,
  tags,
  lifecyclePolicy: imagePolicy(repository.untaggedRetentionDays),
  policyText: repository.policyText,
  policyDropped,
});

type ImageSettings = Pick<ResolvedBuilder, 'names' | 'repository' | 'tags' | 'policyDropped'>;

/**
 * Finished images are kept; a repository that contains none is a leftover.
 * @param there the repository's Region: that of the builder, or of a replica
 */
export async function isKept(
  own: OwnRepository,
  policy: RemovalPolicy,
  names: Names,
  run: Run,
  there: Run = run,
): Promise<boolean> {
  if (policy === 'DELETE' || !(await there.aws.ecr.holdsTaggedImage(own.name))) return false;
  if (policy === 'RETAIN') return true;
  // One that this builder took up contains what was there before it was created.
  const project = await run.aws.codebuild.project(names.project);
  if (project === undefined || !wereCreatedTogether(project.tags, own.tags)) return true;
  return !(await isRolledBackCreate(run));
}
