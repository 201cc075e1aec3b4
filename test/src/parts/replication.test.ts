import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const REPOSITORY = 'docker-builder/web/image';
const ACCOUNT = '123456789012';
let aws: FakeAws;

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

const model: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch\nCOPY <<EOF /value\nx\nEOF\n' },
  ReplicaRegions: ['eu-west-1', 'us-west-2'],
};
const changed = (more: Partial<Model>): Model => ({ ...model, ...more });
const create = (properties = model, more = {}) => operate(request('CREATE', properties, more), 60);
const update = (properties: Model, token = 'token-2') =>
  operate(request('UPDATE', properties, { clientRequestToken: token }), 60);
const remove = (properties = model) =>
  operate(request('DELETE', properties, { clientRequestToken: 'token-9' }), 60);

const rules = () => aws.registry.configuration.rules;
const imagesIn = (region: string) => [
  ...(aws.in(region).repositories.get(REPOSITORY)?.images.values() ?? []),
];
const ruleTo = (...regions: string[]) => ({
  destinations: regions.map((region) => ({ region, registryId: ACCOUNT })),
  repositoryFilters: [{ filter: REPOSITORY, filterType: 'PREFIX_MATCH' }],
});
const everyLeftover = () => [
  ...aws.leftovers(),
  ...[...aws.elsewhere.values()].flatMap((there) => there.leftovers()),
];

describe('a builder with ReplicaRegions', () => {
  it('is done once every Region has the image under the same digest, with the rule that was there before the build', async () => {
    const { status, resourceModel } = await create();
    expect(status).toBe('SUCCESS');
    expect(rules()).toEqual([ruleTo('eu-west-1', 'us-west-2')]);
    for (const region of ['eu-west-1', 'us-west-2'])
      expect(imagesIn(region)).toEqual([resourceModel?.ImageDigest]);
    expect(aws.calls.indexOf('putReplicationConfiguration')).toBeLessThan(aws.calls.indexOf('startBuild'));
  });

  it('is read back equal, its Regions in the order they were given', async () => {
    const given = changed({ ReplicaRegions: ['us-west-2', 'eu-west-1'] });
    const { resourceModel } = await create(given);
    expect(resourceModel).toMatchObject(given);
  });

  it('has replicas with immutable tags, the lifecycle policy, the tags and the scan setting of its repository', async () => {
    await create(
      changed({
        Tags: [{ Key: 'team', Value: 'shop' }],
        Repository: { ScanOnPush: false, UntaggedRetentionDays: 3 },
      }),
    );
    const own = aws.repositories.get(REPOSITORY);
    for (const region of ['eu-west-1', 'us-west-2']) {
      const replica = aws.in(region).repositories.get(REPOSITORY);
      expect(replica).toMatchObject({ tagMutability: 'IMMUTABLE', scanOnPush: false, policy: own?.policy });
      expect(replica?.tags).toMatchObject({ team: 'shop', 'docker-builder:builder': 'web@us-east-1' });
    }
  });

  it('goes whole with RemovalPolicy DELETE, rule and replicas included', async () => {
    const given = changed({ Repository: { RemovalPolicy: 'DELETE' } });
    await create(given);
    expect((await remove(given)).status).toBe('SUCCESS');
    expect(everyLeftover()).toEqual([]);
    expect(rules()).toEqual([]);
  });

  it('leaves its replicas with RETAIN, and takes them up again', async () => {
    const given = changed({ Repository: { RemovalPolicy: 'RETAIN' } });
    await create(given);
    await remove(given);
    expect(rules()).toEqual([]);
    expect(imagesIn('eu-west-1')).toHaveLength(1);
    const again = await create(given, { clientRequestToken: 'token-3' });
    expect(again.status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(1);
  });

  it('fails at once with the reason when a Region fails', async () => {
    aws.registry.failing.set('us-west-2', 'RepositoryPolicyDenied');
    const { status, message } = await create();
    expect(status).toBe('FAILED');
    expect(message).toContain('us-west-2 (RepositoryPolicyDenied)');
    expect(message).not.toContain('eu-west-1');
  });

  it('names the Regions that it waits for, and gives up after an hour', async () => {
    aws.registry.looks = Number.POSITIVE_INFINITY;
    let now = Date.now();
    world.now = () => now;
    const asked = request('CREATE', model);
    let event = await invoke(asked);
    for (let times = 0; event.status === 'IN_PROGRESS' && times < 500; times += 1) {
      now += 1_000 * (event.callbackDelaySeconds ?? 0);
      event = await invoke({ ...asked, callbackContext: event.callbackContext });
      if (times === 10) expect(event.message).toBe('waiting for the image in eu-west-1, us-west-2');
    }
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'NotStabilized' });
    expect(event.message).toContain('eu-west-1, us-west-2');
  });
});

describe('a change of ReplicaRegions', () => {
  it('brings an existing image to a new Region by a further tag, without a build', async () => {
    const { resourceModel } = await create(changed({ ReplicaRegions: ['eu-west-1'] }));
    const { status } = await update(model);
    expect(status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(1);
    expect(imagesIn('us-west-2')).toEqual([resourceModel?.ImageDigest]);
    expect(new Set(aws.repositories.get(REPOSITORY)?.images.values()).size).toBe(1);
    expect(rules()).toEqual([ruleTo('eu-west-1', 'us-west-2')]);
  });

  it('to none removes the rule, and keeps the replicas or deletes them as RemovalPolicy says', async () => {
    for (const [RemovalPolicy, kept] of [
      ['RETAIN', 1],
      ['DELETE', 0],
    ] as const) {
      const given = changed({ BuilderName: 'web', Repository: { RemovalPolicy } });
      aws = new FakeAws();
      Object.assign(world, { aws });
      await create(given);
      const without: Model = { ...given };
      delete without.ReplicaRegions;
      const { status, resourceModel } = await update(without);
      expect(status).toBe('SUCCESS');
      expect(resourceModel).not.toHaveProperty('ReplicaRegions');
      expect(rules()).toEqual([]);
      expect(imagesIn('eu-west-1')).toHaveLength(kept);
    }
  });

  it('that failed is tried again by the next update: what failed before does not fail it', async () => {
    await create(changed({ ReplicaRegions: ['eu-west-1'] }));
    aws.registry.failing.set('us-west-2', 'Denied');
    expect(await update(model)).toMatchObject({ status: 'FAILED' });
    aws.registry.failing.clear();
    expect(await update(model, 'token-3')).toMatchObject({ status: 'SUCCESS' });
    expect(aws.count('startBuild')).toBe(1);
  });

  it('deletes the replicas of former Regions with the builder', async () => {
    const given = changed({ Repository: { RemovalPolicy: 'RETAIN' } });
    await create(given);
    await update({ ...given, ReplicaRegions: ['eu-west-1'] });
    expect(imagesIn('us-west-2')).toHaveLength(1);
    const last: Model = { ...given, ReplicaRegions: ['eu-west-1'], Repository: { RemovalPolicy: 'DELETE' } };
    await update(last, 'token-3');
    await remove(last);
    expect(everyLeftover()).toEqual([]);
  });
});

describe('the rules of others', () => {
  const other = {
    destinations: [{ region: 'eu-west-1', registryId: ACCOUNT }],
    repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH', invented: 1 }],
    deleteReplication: true,
  };

  it('survive a whole life of a builder, in order and with members that no SDK knows', async () => {
    aws.registry.configuration = { rules: [other, { ...other, invented: [1] }], invented: 'too' };
    const before = structuredClone(aws.registry.configuration);
    const given = changed({ Repository: { RemovalPolicy: 'DELETE' } });
    await create(given);
    expect(rules().slice(0, 2)).toEqual(before.rules);
    await update({ ...given, ReplicaRegions: ['eu-west-1'] });
    expect(rules().slice(0, 2)).toEqual(before.rules);
    await remove(given);
    expect(aws.registry.configuration).toEqual(before);
  });

  it('stay when they name the very repository: they were there before the builder', async () => {
    const own = { ...ruleTo('eu-west-1', 'us-west-2'), deleteReplication: true };
    aws.registry.configuration = { rules: [own] };
    const given = changed({ Repository: { RemovalPolicy: 'DELETE' } });
    expect(await create(given)).toMatchObject({ status: 'SUCCESS', resourceModel: given });
    await update({ ...given, ReplicaRegions: ['eu-west-1'] });
    await update({ ...given, ReplicaRegions: [] }, 'token-3');
    await remove(given);
    expect(rules()).toEqual([own]);
  });

  it('are merged again when someone who read them before writes them after us', async () => {
    const { putConfiguration } = aws.registry.port;
    let writes = 0;
    aws.registry.port.putConfiguration = async (configuration) => {
      await putConfiguration(configuration);
      writes += 1;
      if (writes <= 3) aws.registry.configuration = { rules: [other] };
    };
    expect(await create()).toMatchObject({ status: 'SUCCESS' });
    expect(rules()).toEqual([other, ruleTo('eu-west-1', 'us-west-2')]);
  });

  it('are read again when looking up what they name took time', async () => {
    const { repository } = aws.ecr;
    aws.registry.configuration = {
      rules: [{ ...ruleTo('eu-west-1', 'us-west-2'), repositoryFilters: other.repositoryFilters }],
    };
    let now = Date.now();
    world.now = () => now;
    aws.ecr.repository = async (name) => {
      if (name === 'prod') {
        now += 1_000;
        if (rules().length === 1) rules().push(other);
      }
      return repository(name);
    };
    expect(await create()).toMatchObject({ status: 'SUCCESS' });
    expect(rules().slice(1)).toEqual([other, ruleTo('eu-west-1', 'us-west-2')]);
  });
});

it('a rule that gets lost during the build is written again, and the image reaches its Regions', async () => {
  aws.fate = 'runs';
  let event = await invoke(request('CREATE', model));
  aws.registry.configuration = { rules: [] };
  aws.fate = 'succeeds';
  let now = Date.now();
  world.now = () => now;
  for (let times = 0; event.status === 'IN_PROGRESS' && times < 60; times += 1) {
    now += 1_000 * (event.callbackDelaySeconds ?? 0);
    event = await invoke(request('CREATE', model, { callbackContext: event.callbackContext }));
  }
  expect(event.status).toBe('SUCCESS');
  expect(imagesIn('eu-west-1')).toHaveLength(1);
  expect(rules()).toEqual([ruleTo('eu-west-1', 'us-west-2')]);
});

it('20 builders created at once in one registry lose no rule', async () => {
  aws.registry.looks = 1;
  const names = Array.from({ length: 20 }, (_, n) => `b${n}`);
  const events = await Promise.all(
    names.map((BuilderName) => create({ ...model, BuilderName }, { clientRequestToken: BuilderName })),
  );
  expect(events.map(({ status }) => status)).toEqual(names.map(() => 'SUCCESS'));
  const filters = rules().flatMap(({ repositoryFilters = [] }) =>
    repositoryFilters.map(({ filter }) => filter),
  );
  expect(filters.sort()).toEqual(names.map((name) => `docker-builder/${name}/image`).sort());
  expect(rules()).toHaveLength(1);
});

describe('before anything exists, ReplicaRegions are refused', () => {
  it.each([
    ["the builder's own Region", { ReplicaRegions: ['us-east-1'] }, /us-east-1 is the builder's own Region/],
    [
      'a Region of another partition',
      { ReplicaRegions: ['cn-north-1'] },
      /cn-north-1 belongs to the partition aws-cn/,
    ],
    ['a Region of GovCloud', { ReplicaRegions: ['us-gov-west-1'] }, /aws-us-gov/],
    ['a Region twice', { ReplicaRegions: ['eu-west-1', 'eu-west-1'] }, /eu-west-1 is given twice/],
  ])('with %s', async (_what, more, message) => {
    const event = await create(changed(more));
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'InvalidRequest' });
    expect(event.message).toMatch(message);
    expect(everyLeftover()).toEqual([]);
  });

  it('when a repository there is not a replica of this builder', async () => {
    const tags = { 'docker-builder:builder': 'web' };
    await aws
      .in('eu-west-1')
      .ecr.createRepository({ name: REPOSITORY, tagMutability: 'IMMUTABLE', scanOnPush: true, tags });
    aws.in('eu-west-1').addForeignProject('docker-builder-web');
    const event = await create();
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(event.message).toMatch(
      /^ReplicaRegions: in eu-west-1, the ECR repository "docker-builder\/web\/image" already exists/,
    );
    expect(aws.leftovers()).toEqual([]);
  });

  it.each([
    ['ENOTFOUND', /can't be reached in eu-west-1/],
    ['UnrecognizedClientException', /enable the Region for the account/],
  ])('when the Region answers %s', async (code, message) => {
    aws.in('eu-west-1').ecr.repository = async () => {
      throw new ServiceError('ecr:DescribeRepositories', code, 'no', 400);
    };
    expect((await create()).message).toMatch(message);
    expect(aws.leftovers()).toEqual([]);
  });

  it("when the name of another repository begins with the repository's, which ECR would replicate too", async () => {
    for (const name of ['shop', 'shop-two', 'shop/api', 'sho'])
      if (name !== 'shop')
        await aws.ecr.createRepository({ name, tagMutability: 'MUTABLE', scanOnPush: true, tags: {} });
    const event = await create(changed({ Repository: { Name: 'shop' } }));
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'InvalidRequest' });
    expect(event.message).toContain('it would also replicate shop-two, shop/api; ');
  });
});

it('an update names such a repository in a warning: what exists is not stranded by it', async () => {
  const given = changed({ Repository: { Name: 'shop' } });
  await create(given);
  await aws.ecr.createRepository({ name: 'shop-two', tagMutability: 'MUTABLE', scanOnPush: true, tags: {} });
  const event = await update({ ...given, Revision: '2' });
  expect(event.status).toBe('SUCCESS');
  expect(event.message).toContain('it would also replicate shop-two');
});

it.each([
  [
    "Invalid parameter at 'rules' failed to satisfy constraint: 'Member must have length less than or equal to 10'",
    'ServiceLimitExceeded',
    /raise the quota/,
  ],
  ['Replication destination cannot be the same as the source', 'InvalidRequest', /check the Regions/],
])('rules that ECR refuses are a clear error: %s', async (words, errorCode, fix) => {
  aws.registry.port.putConfiguration = async () => {
    throw new ServiceError('ecr:PutReplicationConfiguration', 'InvalidParameterException', words, 400);
  };
  const event = await create();
  expect(event).toMatchObject({ status: 'FAILED', errorCode });
  expect(event.message).toMatch(
    /ReplicaRegions eu-west-1, us-west-2: ECR refused .* \(1 rules to 2 destinations, at most 1 filters in one\)/,
  );
  expect(event.message).toMatch(fix);
});

it.each(['network', 'server'])(
  'a write whose answer is lost (%s) is read back, not sent again',
  async (kind) => {
    const { putConfiguration } = aws.registry.port;
    let lost = 0;
    aws.registry.port.putConfiguration = async (configuration) => {
      await putConfiguration(configuration);
      lost += 1;
      throw new ServiceError(
        'ecr:PutReplicationConfiguration',
        kind === 'network' ? 'ECONNRESET' : 'ServerException',
        'lost',
        kind === 'network' ? undefined : 500,
      );
    };
    expect(await create()).toMatchObject({ status: 'SUCCESS' });
    expect(lost).toBe(1);
  },
);

describe('READ', () => {
  it('reports the Regions of the rule as it is: a rule changed by someone is drift', async () => {
    await create();
    aws.registry.configuration = { rules: [ruleTo('eu-west-1')] };
    expect((await operate(request('READ', model))).resourceModel?.ReplicaRegions).toEqual(['eu-west-1']);
    aws.registry.configuration = { rules: [] };
    expect((await operate(request('READ', model))).resourceModel).not.toHaveProperty('ReplicaRegions');
    // Any update restores it.
    await update(changed({ Tags: [{ Key: 'any', Value: 'change' }] }));
    expect(rules()).toEqual([ruleTo('eu-west-1', 'us-west-2')]);
    expect(aws.count('startBuild')).toBe(1);
  });
});

it('a process that dies at any call leaves nothing that a delete does not find', async () => {
  const given = changed({ Repository: { RemovalPolicy: 'DELETE' } });
  for (let n = 1; n < 200; n += 1) {
    aws = new FakeAws();
    Object.assign(world, { aws });
    let died = false;
    aws.before = (_call, calls) => {
      if (calls === n) {
        died = true;
        throw new Error('the process died');
      }
    };
    await create(given).catch(() => undefined);
    aws.before = () => {};
    if (!died) return;
    const again = await create(given);
    expect({ n, status: again.status, message: again.message }).toMatchObject({ n, status: 'SUCCESS' });
    await remove(given);
    expect({ n, left: everyLeftover(), rules: rules() }).toEqual({ n, left: [], rules: [] });
  }
  throw new Error('the create never ended');
});
