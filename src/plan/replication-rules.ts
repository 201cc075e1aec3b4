import type {
  Destination,
  ReplicationConfiguration,
  ReplicationRule,
  RepositoryFilter,
} from '../ports/replication';

/** ECR's limit for the filters of a rule. */
const FILTERS_OF_RULE = 100;

/** What a builder wants replicated. */
export interface WantedReplication {
  /** The name of its image repository. */
  repository: string;
  account: string;
  regions: readonly string[];
  /** Rules that named the repository before the builder existed, by their destinations: they are someone else's. */
  others: readonly string[];
  /** Whether a filter is the repository of a builder: a rule with only such filters is shared by builders. */
  isBuilders(filter: string): boolean;
}

/** Where a rule replicates to, as text: equal for equal destinations in any order. */
export const destinationsOf = ({ destinations = [] }: Pick<ReplicationRule, 'destinations'>): string =>
  [...new Set(destinations.map(({ registryId = '', region = '' }) => `${registryId}/${region}`))]
    .sort()
    .join(',');

const names =
  (repository: string) =>
  ({ filter, filterType }: RepositoryFilter): boolean =>
    filter === repository && filterType === 'PREFIX_MATCH';

const filtersOf = ({ repositoryFilters = [] }: ReplicationRule): RepositoryFilter[] => repositoryFilters;

const destinationsTo = ({ account, regions }: WantedReplication): Destination[] =>
  [...regions].sort().map((region) => ({ region, registryId: account }));

/**
 * The configuration with the builder's repository in one rule for its destinations, and in no other. Every other rule
 * and filter stays as it is and where it is. The same object: it already is so.
 */
export function withReplication(
  configuration: ReplicationConfiguration,
  wanted: WantedReplication,
): ReplicationConfiguration {
  if (wanted.regions.length === 0) return withoutReplication(configuration, wanted.repository, wanted.others);
  const destinations = destinationsTo(wanted);
  const key = destinationsOf({ destinations });
  const isOwn = names(wanted.repository);
  const home =
    configuration.rules.find((rule) => destinationsOf(rule) === key && filtersOf(rule).some(isOwn)) ??
    configuration.rules.find((rule) => destinationsOf(rule) === key && isShared(rule, wanted));
  const cleaned = withoutReplication(configuration, wanted.repository, wanted.others, home);
  if (home !== undefined && filtersOf(home).some(isOwn)) return cleaned;
  const filter: RepositoryFilter = { filter: wanted.repository, filterType: 'PREFIX_MATCH' };
  const rules =
    home === undefined
      ? [...cleaned.rules, { destinations, repositoryFilters: [filter] }]
      : cleaned.rules.map((rule) =>
          rule === home ? { ...rule, repositoryFilters: [...filtersOf(rule), filter] } : rule,
        );
  return { ...cleaned, rules };
}

/** Whether a rule belongs to builders, does nothing but replicate, and has room for one more. */
function isShared(rule: ReplicationRule, { isBuilders, others }: WantedReplication): boolean {
  const filters = filtersOf(rule);
  const { destinations: _, repositoryFilters: __, ...more } = rule;
  return (
    filters.length > 0 &&
    filters.length < FILTERS_OF_RULE &&
    !others.includes(destinationsOf(rule)) &&
    filters.every(({ filter, filterType }) => filterType === 'PREFIX_MATCH' && isBuilders(filter ?? '')) &&
    // A rule that also does something else, as `deleteReplication`, is not one that a builder wrote.
    Object.values(more).every(isUnset)
  );
}

const isUnset = (value: unknown): boolean =>
  !value || (typeof value === 'object' && Object.keys(value).length === 0);

/**
 * The configuration without the builder's repository. A rule that loses its last filter goes: without filters it
 * would replicate every repository of the registry.
 * @param except a rule that keeps it
 */
export function withoutReplication(
  configuration: ReplicationConfiguration,
  repository: string,
  others: readonly string[],
  except?: ReplicationRule,
): ReplicationConfiguration {
  const isOwn = names(repository);
  const changes = (rule: ReplicationRule): boolean =>
    rule !== except && filtersOf(rule).some(isOwn) && !others.includes(destinationsOf(rule));
  if (!configuration.rules.some(changes)) return configuration;
  const rules = configuration.rules.flatMap((rule) => {
    if (!changes(rule)) return [rule];
    const left = filtersOf(rule).filter((filter) => !isOwn(filter));
    return left.length === 0 ? [] : [{ ...rule, repositoryFilters: left }];
  });
  return { ...configuration, rules };
}

/** The rules that name exactly this repository, by their destinations. */
export const rulesFor = ({ rules }: ReplicationConfiguration, repository: string): string[] =>
  rules.filter((rule) => filtersOf(rule).some(names(repository))).map(destinationsOf);

/** The filters of the rules that replicate to exactly these Regions. */
export const filtersBeside = (
  { rules }: ReplicationConfiguration,
  wanted: Pick<WantedReplication, 'account' | 'regions'>,
): string[] => {
  const key = destinationsOf({
    destinations: wanted.regions.map((region) => ({ region, registryId: wanted.account })),
  });
  return rules
    .filter((rule) => destinationsOf(rule) === key)
    .flatMap((rule) => filtersOf(rule).map(({ filter = '' }) => filter));
};

/**
 * The Regions that the builder's repository is replicated to by its own rules, and by those of others as far as they
 * do what the builder asked for.
 */
export function replicatedRegions(
  { rules }: ReplicationConfiguration,
  repository: string,
  others: readonly string[],
  recorded: readonly string[],
): string[] {
  const regions = rules
    .filter((rule) => filtersOf(rule).some(names(repository)))
    .flatMap((rule) => {
      const found = (rule.destinations ?? []).map(({ region = '' }) => region);
      return others.includes(destinationsOf(rule))
        ? found.filter((region) => recorded.includes(region))
        : found;
    });
  return [...new Set(regions)];
}
