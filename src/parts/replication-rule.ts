import type { ResolvedBuilder } from '../plan/desired';
import type { Names } from '../plan/names';
import { builderOf } from '../plan/ownership';
import { recordedRulesOfOthers } from '../plan/replication-record';
import { refusedRules } from '../plan/replication-refusal';
import {
  filtersBeside,
  replicatedRegions,
  withoutReplication,
  withReplication,
} from '../plan/replication-rules';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { done, fail, type Outcome } from '../waiting/outcome';
import type { Part } from './part';
import { type Change, changeReplication, settleReplication } from './replication-writer';

/** What every builder's own repository is called. */
const OWN_NAME = /^docker-builder\/[^/]+\/image$/;

/** The builder's repository in the replication rules of the account's registry, which everyone shares. */
export const replicationRule: Part = {
  name: 'replication rule',

  async ensure(desired, run) {
    if (desired.replicaRegions.length === 0 && !wasReplicated(desired)) return done;
    return named(desired, run, () => changeReplication(wanted(desired, run), desired.names, run));
  },

  async read(names, known, run) {
    const recorded = known.ReplicaRegions ?? [];
    if (recorded.length === 0) return {};
    const name = known.Repository?.Name ?? names.imageRepository;
    const [configuration, others] = await Promise.all([
      run.aws.replication.configuration(),
      rulesOfOthers(names, run),
    ]);
    const found = replicatedRegions(configuration, name, others, recorded);
    // The order of the property means nothing: those that are there are named in the order they were given.
    const inOrder = [...recorded, ...found].filter(
      (region, index, all) => found.includes(region) && all.indexOf(region) === index,
    );
    return { ReplicaRegions: inOrder.length === 0 ? undefined : inOrder };
  },

  async delete(names, actual, run) {
    const wasReplicated = actual.ReplicaRegions?.length || actual.former.replicaRegions.length;
    if (!wasReplicated) return done;
    const remove: Change = async (found) =>
      withoutReplication(found, names.imageRepository, actual.rulesOfOthers);
    return settleReplication(remove, names, run);
  },
};

const wasReplicated = ({ former }: ResolvedBuilder): boolean => (former?.replicaRegions ?? []).length > 0;

/** The rules, once more: whoever read them before the operation's last write may have overwritten it. */
export const settleRules = (desired: ResolvedBuilder, run: Run): Promise<Outcome> =>
  named(desired, run, () => settleReplication(wanted(desired, run), desired.names, run));

/** As the act; a refusal of the rules says what they contain. */
async function named(
  { names, replicaRegions, rulesOfOthers: others = [], place: { account } }: ResolvedBuilder,
  run: Run,
  act: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    const isRefused =
      error instanceof ServiceError &&
      error.call === 'ecr:PutReplicationConfiguration' &&
      ['input', 'limit'].includes(error.kind);
    if (!isRefused) throw error;
    const found = await run.aws.replication.configuration();
    const more = { repository: names.imageRepository, account, regions: replicaRegions, others };
    const refused = withReplication(found, { ...more, isBuilders: () => true });
    const { full, message } = refusedRules(refused, replicaRegions, error);
    return fail(full ? 'ServiceLimitExceeded' : 'InvalidRequest', message);
  }
}

/** The change to what the builder should be. */
function wanted(desired: ResolvedBuilder, run: Run): Change {
  const { names, replicaRegions: regions, rulesOfOthers: others = [], place } = desired;
  const known = new Map<string, boolean>();
  return async (found) => {
    const beside = filtersBeside(found, { account: place.account, regions });
    for (const filter of beside) if (!known.has(filter)) known.set(filter, await isBuilders(filter, run));
    return withReplication(found, {
      repository: names.imageRepository,
      account: place.account,
      regions,
      others,
      isBuilders: (filter) => known.get(filter) === true,
    });
  };
}

/** Whether a filter is a builder's repository: by its name, or by the repository's tags. */
async function isBuilders(filter: string, run: Run): Promise<boolean> {
  if (OWN_NAME.test(filter)) return true;
  const repository = await run.aws.ecr.repository(filter);
  return repository !== undefined && builderOf(await run.aws.ecr.tags(repository.arn)) !== undefined;
}

/** The rules that named the repository before the builder did: they stay as they are. */
async function rulesOfOthers(names: Names, run: Run): Promise<string[]> {
  const project = await run.aws.codebuild.project(names.project);
  return project === undefined ? [] : recordedRulesOfOthers(project.variables);
}
