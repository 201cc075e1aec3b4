import type { ResolvedBuilder } from '../plan/desired';
import { keepOwner, ownerTags, replicaOwner } from '../plan/ownership';
import type { Tags } from '../plan/tags';
import type { Run } from '../ports/run';
import { done, fail, type Outcome } from '../waiting/outcome';
import { regionOf, runIn } from './elsewhere';
import type { Part } from './part';
import { deleteParameter, isOwn, ownParameter, parameterTags } from './publish-ownership';
import { tagChanges } from './repository-tags';

/** The image's URI as an SSM parameter in every Region that has the image: other stacks resolve it when they deploy. */
export const publish: Part = {
  name: 'published image',

  async ensure(desired, run) {
    const { parameterName, replicaRegions, former, place, names } = desired;
    const owner = replicaOwner(names.builder, place.region);
    const regions = [place.region, ...replicaRegions];
    const left = former?.replicaRegions ?? [];
    if (parameterName !== undefined) {
      const digest = await run.aws.ecr.digest(names.imageRepository, desired.imageTag);
      const outcomes = await Promise.all(
        regions.map((region) => put({ name: parameterName, owner, region, digest }, desired, run)),
      );
      const failure = outcomes.find(({ kind }) => kind !== 'done');
      if (failure !== undefined) return failure;
    }
    // After the new ones exist: who reads a renamed parameter has both for a moment, never none.
    const old = former?.parameters ?? [];
    await deleteAll(old, [...regions, ...left], owner, run);
    await deleteAll(parameterName === undefined ? [] : [parameterName], left, owner, run);
    return done;
  },

  async read(names, known, run) {
    const name = known.Publish?.ParameterName;
    if (name === undefined) return {};
    const primary = regionOf(known.ProjectArn);
    const owner = replicaOwner(names.builder, primary);
    const repository = known.RepositoryName ?? names.imageRepository;
    const found = await Promise.all(
      [primary, ...(known.ReplicaRegions ?? [])].map(async (region) => {
        const there = runIn(region, run);
        const [parameter, uri] = await Promise.all([
          ownParameter(name, owner, there),
          known.ImageDigest === undefined ? undefined : uriIn(repository, known.ImageDigest, there),
        ]);
        return parameter !== undefined && (uri === undefined || parameter.value === uri);
      }),
    );
    return { Publish: found.every(Boolean) ? { ParameterName: name } : undefined };
  },

  async delete(names, actual, run) {
    const primary = regionOf(actual.ProjectArn);
    const owner = replicaOwner(names.builder, primary);
    const regions = [primary, ...(actual.ReplicaRegions ?? []), ...actual.former.replicaRegions];
    const own = actual.Publish?.ParameterName;
    const all = [...(own === undefined ? [] : [own]), ...actual.former.parameters];
    await deleteAll(all, regions, owner, run, true);
    return done;
  },
};

const deleteAll = (
  parameters: string[],
  regions: string[],
  owner: string,
  run: Run,
  expected = false,
): Promise<unknown> =>
  Promise.all(
    parameters.flatMap((name) =>
      regions.map((region) => deleteParameter(name, owner, runIn(region, run), expected)),
    ),
  );

const uriIn = async (repository: string, digest: string, there: Run): Promise<string | undefined> => {
  const found = await there.aws.ecr.repository(repository);
  return found === undefined ? undefined : `${found.uri}@${digest}`;
};

interface Published {
  name: string;
  owner: string;
  region: string;
  digest: string | undefined;
}

async function put(
  { name, owner, region, digest }: Published,
  desired: ResolvedBuilder,
  run: Run,
): Promise<Outcome> {
  const there = runIn(region, run);
  const { imageRepository } = desired.names;
  const uri = digest === undefined ? undefined : await uriIn(imageRepository, digest, there);
  if (uri === undefined)
    return fail('NotStabilized', `Publish: the image ${imageRepository} is no longer in ${region}`);
  const tags = { ...desired.userTags, ...ownerTags(owner, desired.owner) };
  const { parameters } = there.aws;
  const found = await parameterTags(name, owner, there, false);
  if (found === undefined && (await parameters.create(name, uri, tags))) return done;
  const actual = found ?? (await parameterTags(name, owner, there));
  if (!isOwn(actual, owner)) return fail('GeneralServiceException', taken(name, region));
  const existing = await parameters.parameter(name);
  if (existing?.value !== uri || existing.type !== 'String') await parameters.overwrite(name, uri);
  return retag(name, actual, keepOwner(tags, actual), there);
}

async function retag(name: string, actual: Tags, desired: Tags, there: Run): Promise<Outcome> {
  const { changed, removed } = tagChanges(actual, desired);
  if (Object.keys(changed).length > 0) await there.aws.parameters.addTags(name, changed);
  if (removed.length > 0) await there.aws.parameters.removeTags(name, removed);
  return done;
}

/** Why the parameter can't be published; undefined if it can. */
export async function refuseParameter(
  name: string,
  region: string,
  owner: string,
  run: Run,
): Promise<string | undefined> {
  const tags = await parameterTags(name, owner, runIn(region, run), false);
  return tags === undefined || isOwn(tags, owner) ? undefined : taken(name, region);
}

const taken = (name: string, region: string): string =>
  `Publish.ParameterName "${name}": the parameter exists in ${region} and was not created by this builder; choose another name, or delete the parameter`;
