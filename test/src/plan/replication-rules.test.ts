import fc from 'fast-check';
import {
  destinationsOf,
  replicatedRegions,
  rulesFor,
  type WantedReplication,
  withoutReplication,
  withReplication,
} from '../../../src/plan/replication-rules';
import type { ReplicationConfiguration, ReplicationRule } from '../../../src/ports/replication';

const ACCOUNT = '123456789012';
const REGIONS = ['eu-west-1', 'eu-central-1', 'ap-south-1', 'us-west-2'];

const destination = fc.record(
  {
    region: fc.constantFrom(...REGIONS),
    registryId: fc.constantFrom(ACCOUNT, '210987654321'),
    invented: fc.integer(),
  },
  { requiredKeys: ['region', 'registryId'] },
);
const filter = fc.record(
  {
    filter: fc.constantFrom(
      'prod',
      'app',
      'docker-builder/',
      'docker-builder/other/image',
      'docker-builder/web/im',
    ),
    filterType: fc.constantFrom('PREFIX_MATCH', 'INVENTED'),
    invented: fc.string(),
  },
  { requiredKeys: ['filter', 'filterType'] },
);
/** Rules of anyone, with members that no SDK knows. */
const rule: fc.Arbitrary<ReplicationRule> = fc.record(
  {
    destinations: fc.array(destination, { minLength: 1, maxLength: 3 }),
    repositoryFilters: fc.array(filter, { minLength: 1, maxLength: 4 }),
    deleteReplication: fc.boolean(),
    invented: fc.jsonValue(),
  },
  { requiredKeys: ['destinations'] },
) as fc.Arbitrary<ReplicationRule>;
const configuration: fc.Arbitrary<ReplicationConfiguration> = fc.record(
  { rules: fc.array(rule, { maxLength: 6 }), invented: fc.jsonValue() },
  { requiredKeys: ['rules'] },
);
const builder = fc.constantFrom('web', 'api', 'other-one', 'w');
const regions = fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1 });

const isBuilders = (name: string) => /^docker-builder\/[^/]+\/image$/.test(name);
const wanted = (name: string, to: string[], others: string[] = []): WantedReplication => ({
  repository: `docker-builder/${name}/image`,
  account: ACCOUNT,
  regions: to,
  others,
  isBuilders,
});

/** What everyone but the builders has: rules whose filters are not only builders', and all other members. */
const ofOthers = ({ rules, ...more }: ReplicationConfiguration) => ({
  ...more,
  rules: rules.flatMap(({ repositoryFilters, ...rest }) => {
    const filters = repositoryFilters?.filter(
      ({ filter: name = '' }) => !/^docker-builder\/(web|api|other-one|w)\/image$/.test(name),
    );
    return repositoryFilters !== undefined && filters?.length === 0
      ? []
      : [{ ...rest, ...(filters && { repositoryFilters: filters }) }];
  }),
});

describe('a builder in the rules of a registry', () => {
  it('is in exactly one rule, to exactly its Regions', () => {
    fc.assert(
      fc.property(configuration, builder, regions, (found, name, to) => {
        const after = withReplication(found, wanted(name, to));
        const { repository } = wanted(name, to);
        expect(rulesFor(after, repository)).toHaveLength(1);
        expect([...replicatedRegions(after, repository, [], [])].sort()).toEqual([...to].sort());
      }),
    );
  });

  it('leaves the rules, filters, destinations and unknown members of others as they are, in order', () => {
    fc.assert(
      fc.property(configuration, builder, regions, (found, name, to) => {
        const before = structuredClone(found);
        expect(ofOthers(withReplication(found, wanted(name, to)))).toEqual(ofOthers(before));
        expect(found).toEqual(before);
      }),
    );
  });

  it('is added once: a second time changes nothing', () => {
    fc.assert(
      fc.property(configuration, builder, regions, (found, name, to) => {
        const once = withReplication(found, wanted(name, to));
        expect(withReplication(once, wanted(name, to))).toBe(once);
      }),
    );
  });

  it('leaves everything as it was before when it goes', () => {
    fc.assert(
      fc.property(configuration, builder, regions, (found, name, to) => {
        const { repository } = wanted(name, to);
        const added = withReplication(found, wanted(name, to));
        expect(withoutReplication(added, repository, [])).toEqual(found);
      }),
    );
  });

  it('can change its Regions, and clears its old rule away', () => {
    fc.assert(
      fc.property(configuration, builder, regions, regions, (found, name, one, two) => {
        const changed = withReplication(withReplication(found, wanted(name, one)), wanted(name, two));
        expect(rulesFor(changed, wanted(name, two).repository)).toHaveLength(1);
        expect(ofOthers(changed)).toEqual(ofOthers(found));
        expect(withReplication(changed, wanted(name, []))).toEqual(found);
      }),
    );
  });

  it('shares its rule with other builders to the same Regions, in any order of them', () => {
    fc.assert(
      fc.property(configuration, fc.shuffledSubarray(REGIONS, { minLength: 1 }), (found, to) => {
        const names = ['web', 'api', 'other-one', 'w'];
        const all = names.reduce(
          (now, name, n) => withReplication(now, wanted(name, n % 2 ? to : [...to].reverse())),
          found,
        );
        expect(all.rules.length).toBeLessThanOrEqual(found.rules.length + 1);
        for (const name of names) expect(rulesFor(all, wanted(name, to).repository)).toHaveLength(1);
      }),
    );
  });
});

const web = { filter: 'docker-builder/web/image', filterType: 'PREFIX_MATCH' };
const toIreland = [{ region: 'eu-west-1', registryId: ACCOUNT }];

describe("a rule that is not a builder's", () => {
  it.each([
    ['replicates every repository', { destinations: toIreland }],
    ['has no filters', { destinations: toIreland, repositoryFilters: [] }],
    [
      'has a filter of someone',
      { destinations: toIreland, repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH' }] },
    ],
    [
      'also deletes',
      {
        destinations: toIreland,
        repositoryFilters: [{ ...web, filter: 'docker-builder/api/image' }],
        deleteReplication: true,
      },
    ],
    [
      'does something unheard of',
      {
        destinations: toIreland,
        repositoryFilters: [{ ...web, filter: 'docker-builder/api/image' }],
        invented: { a: 1 },
      },
    ],
    [
      'also replicates elsewhere',
      {
        destinations: [...toIreland, { region: 'ap-south-1', registryId: ACCOUNT }],
        repositoryFilters: [{ ...web, filter: 'docker-builder/api/image' }],
      },
    ],
    [
      'replicates to another account',
      {
        destinations: [{ region: 'eu-west-1', registryId: '210987654321' }],
        repositoryFilters: [{ ...web, filter: 'docker-builder/api/image' }],
      },
    ],
  ])('is not joined: it %s', (_why, existing) => {
    const after = withReplication({ rules: [existing] }, wanted('web', ['eu-west-1']));
    expect(after.rules).toEqual([existing, { destinations: toIreland, repositoryFilters: [web] }]);
  });

  it('stays when it named the repository before the builder did, and is enough where it does the same', () => {
    const own = { destinations: toIreland, repositoryFilters: [web], deleteReplication: true };
    const found = { rules: [own] };
    const others = rulesFor(found, 'docker-builder/web/image');
    expect(withReplication(found, wanted('web', ['eu-west-1'], others))).toBe(found);
    expect(withReplication(found, wanted('web', ['us-west-2'], others)).rules[0]).toBe(own);
    expect(withoutReplication(found, 'docker-builder/web/image', others)).toBe(found);
  });

  it("with members that are not set is a builder's like any other", () => {
    const existing = {
      destinations: toIreland,
      repositoryFilters: [{ ...web, filter: 'docker-builder/api/image' }],
      deleteReplication: false,
      invented: [],
    };
    const { rules } = withReplication({ rules: [existing] }, wanted('web', ['eu-west-1']));
    expect(rules).toEqual([{ ...existing, repositoryFilters: [...existing.repositoryFilters, web] }]);
  });
});

it('a rule with 100 filters is full: the next builder begins another', () => {
  const repositoryFilters = Array.from({ length: 100 }, (_, n) => ({
    ...web,
    filter: `docker-builder/b${n}/image`,
  }));
  const { rules } = withReplication(
    { rules: [{ destinations: toIreland, repositoryFilters }] },
    wanted('web', ['eu-west-1']),
  );
  expect(rules.map((one) => one.repositoryFilters?.length)).toEqual([100, 1]);
});

it('a rule that loses its last filter goes: without filters it would replicate everything', () => {
  expect(
    withoutReplication(
      { rules: [{ destinations: toIreland, repositoryFilters: [web] }] },
      'docker-builder/web/image',
      [],
    ),
  ).toEqual({ rules: [] });
});

it('destinations are equal in any order', () => {
  const [one, two] = [
    { region: 'a', registryId: '1' },
    { region: 'b', registryId: '1' },
  ];
  expect(destinationsOf({ destinations: [one, two] })).toBe(
    destinationsOf({ destinations: [two, one, two] }),
  );
});
