import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const name = 'cdk/shop';
const model = (Repository: Model['Repository'] = { Name: name, Adopt: true }): Model => ({
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  Repository,
});

/** As a stack of the construct has left it. */
const before = () => ({
  uri: `registry/${name}`,
  tagMutability: 'MUTABLE' as const,
  scanOnPush: false,
  tags: { 'aws:cloudformation:stack-name': 'shop', team: 'shop' },
  kmsKey: undefined,
  access: undefined,
  policy: '{"rules":[]}',
  images: new Map([['v1', 'sha256:one']]),
  manifests: new Map(),
});

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
  aws.repositories.set(name, before());
});

const settings = () => {
  const { images, ...found } = aws.repositories.get(name) ?? before();
  return { ...found, images: [...images.keys()] };
};

it('an adopted repository gets the image, two tags and nothing else', async () => {
  const untouched = settings();
  expect(await operate(request('CREATE', model()))).toMatchObject({ status: 'SUCCESS' });
  expect(settings()).toEqual({
    ...untouched,
    images: ['v1', expect.stringMatching(/^[0-9a-f]{64}$/)],
    tags: { ...untouched.tags, 'docker-builder:builder': 'web', 'docker-builder:adopted': 'true' },
  });
});

it.each(['RETAIN_EXCEPT_ON_CREATE', 'RETAIN', 'DELETE'] as const)(
  'it is left with its settings and images by a delete, whatever RemovalPolicy says: %s',
  async (RemovalPolicy) => {
    const wanted = model({ Name: name, Adopt: true, RemovalPolicy });
    const untouched = settings();
    await operate(request('CREATE', wanted));
    await operate(request('DELETE', wanted));
    expect(settings()).toEqual({ ...untouched, images: ['v1', expect.any(String)] });
    expect(aws.count('deleteRepository')).toBe(1); // the cache
  },
);

it('it is left by the rollback of a create that failed', async () => {
  const untouched = settings();
  aws.fate = 'fails';
  expect((await operate(request('CREATE', model()))).status).toBe('FAILED');
  await operate(request('DELETE', model()));
  expect(settings()).toEqual(untouched);
  expect(aws.leftovers()).toEqual([name]);
});

it('it is left although a later update takes Adopt away', async () => {
  await operate(request('CREATE', model()));
  await operate(request('UPDATE', model({ Name: name, RemovalPolicy: 'DELETE' })));
  expect(settings().tagMutability).toBe('MUTABLE');
  await operate(request('DELETE', model({ Name: name, RemovalPolicy: 'DELETE' })));
  expect(settings()).toMatchObject({ tags: before().tags, policy: before().policy });
});

it('the settings that the template gives are set, and read back', async () => {
  const wanted = model({ Name: name, Adopt: true, ScanOnPush: true, UntaggedRetentionDays: 7 });
  const { resourceModel } = await operate(request('CREATE', wanted));
  expect(resourceModel).toMatchObject(wanted);
  expect(settings()).toMatchObject({ scanOnPush: true, tagMutability: 'MUTABLE' });
});

it('what the template does not give is read as it is, and its own tags are not taken for those of the builder', async () => {
  const wanted = { ...model(), Tags: [{ Key: 'owner', Value: 'me' }] };
  await operate(request('CREATE', wanted));
  const { resourceModel } = await invoke(request('READ', wanted));
  expect(resourceModel).toMatchObject({ Tags: wanted.Tags, Repository: { Adopt: true, ScanOnPush: false } });
  expect(resourceModel?.Repository).not.toHaveProperty('UntaggedRetentionDays');
});

it('its own repository that a builder adopts later is never deleted', async () => {
  const own = model({ RemovalPolicy: 'DELETE' });
  await operate(request('CREATE', own));
  await operate(request('UPDATE', model({ Adopt: true, RemovalPolicy: 'DELETE' })));
  await operate(request('DELETE', own));
  expect(aws.repositories.has('docker-builder/web/image')).toBe(true);
});

it('one that was kept of a deleted builder can be adopted under any name', async () => {
  const other = { ...model({ RemovalPolicy: 'RETAIN' }), BuilderName: 'old' };
  await operate(request('CREATE', other));
  await operate(request('DELETE', other));
  const wanted = model({ Name: 'docker-builder/old/image', Adopt: true });
  expect(await operate(request('CREATE', wanted, { clientRequestToken: 'other' }))).toMatchObject({
    status: 'SUCCESS',
  });
});

it.each<[string, () => Promise<unknown>, Model['Repository'], RegExp]>([
  [
    'that does not exist',
    async () => {},
    { Name: 'nothing', Adopt: true },
    /Repository.Adopt: there is no ECR repository "nothing"/,
  ],
  [
    'of another builder',
    () => operate(request('CREATE', { ...model({}), BuilderName: 'other' })),
    { Name: 'docker-builder/other/image', Adopt: true },
    /belongs to the builder "other"/,
  ],
  [
    'with another key',
    async () => {},
    { Name: name, Adopt: true, KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1' },
    /Repository.KmsKeyArn: .*"cdk\/shop" exists and is encrypted with a key of ECR's/,
  ],
])('a repository %s is refused before anything exists', async (_what, prepare, Repository, message) => {
  await prepare();
  const left = aws.leftovers();
  const event = await operate(request('CREATE', model(Repository), { clientRequestToken: 'mine' }));
  expect(event).toMatchObject({ status: 'FAILED', message: expect.stringMatching(message) });
  expect(event.resourceModel).toBeUndefined();
  expect(aws.leftovers()).toEqual(left);
});

it('without Adopt it is refused, with what to do', async () => {
  expect(await operate(request('CREATE', model({ Name: name })))).toMatchObject({
    errorCode: 'AlreadyExists',
    message: expect.stringContaining('set Repository.Adopt to take it over'),
  });
});

describe('the policy of a repository', () => {
  const policy = (Sid: string) => ({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'ecr:BatchGetImage' }],
  });
  const own = 'docker-builder/web/image';
  const access = () => JSON.parse(aws.repositories.get(own)?.access ?? 'null');
  const update = (PolicyText?: object | string) =>
    operate(
      request('UPDATE', model(PolicyText === undefined ? {} : { PolicyText }), {
        clientRequestToken: JSON.stringify(PolicyText ?? 'none'),
      }),
    );

  it('is set, read back as it was given, changed and removed with the property', async () => {
    const created = await operate(request('CREATE', model({ PolicyText: policy('one') })));
    expect(created.resourceModel?.Repository?.PolicyText).toEqual(policy('one'));
    expect(access()).toEqual(policy('one'));
    const text = JSON.stringify(policy('two'), null, 1);
    expect((await update(text)).resourceModel?.Repository?.PolicyText).toBe(text);
    expect(access()).toEqual(policy('two'));
    expect((await update()).resourceModel?.Repository).not.toHaveProperty('PolicyText');
    expect(access()).toBeNull();
    expect(aws.count('startBuild')).toBe(1);
  });

  it('without the property is left to whoever set it', async () => {
    await operate(request('CREATE', model({})));
    Object.assign(aws.repositories.get(own) ?? {}, { access: JSON.stringify(policy('by hand')) });
    await update();
    expect(access()).toEqual(policy('by hand'));
  });

  it('is on replicas too', async () => {
    const wanted = { ...model({ PolicyText: policy('one') }), ReplicaRegions: ['eu-west-1'] };
    await operate(request('CREATE', wanted));
    expect(JSON.parse(aws.in('eu-west-1').repositories.get(own)?.access ?? 'null')).toEqual(policy('one'));
  });
});

describe('the key of a repository', () => {
  const KmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1';

  it('encrypts the images and the cache, and is read back', async () => {
    const { resourceModel } = await operate(request('CREATE', model({ KmsKeyArn })));
    expect(resourceModel?.Repository?.KmsKeyArn).toBe(KmsKeyArn);
    expect([...aws.repositories].map(([found, { kmsKey }]) => [found, kmsKey])).toEqual(
      expect.arrayContaining([
        ['docker-builder/web/image', KmsKeyArn],
        ['docker-builder/web/cache', KmsKeyArn],
      ]),
    );
  });

  it.each([
    [{ KmsKeyArn }, {}],
    [{}, { KmsKeyArn }],
    [{ KmsKeyArn }, { KmsKeyArn: `${KmsKeyArn}2` }],
  ])('from %j to %j is a replacement', async (first, second) => {
    await operate(request('CREATE', model(first)));
    const update = request('UPDATE', model(second), { previousResourceState: model(first) });
    expect(await operate(update)).toMatchObject({
      errorCode: 'NotUpdatable',
      message: expect.stringContaining("Repository.KmsKeyArn can't change"),
    });
  });

  it('that nobody gave, on a repository that was taken up again, stays', async () => {
    await operate(request('CREATE', model({ KmsKeyArn, RemovalPolicy: 'RETAIN' })));
    await operate(request('DELETE', model({})));
    const again = request('CREATE', model({}), { clientRequestToken: 'again' });
    expect(await operate(again)).toMatchObject({ status: 'SUCCESS' });
    const update = { ...model({}), Revision: '2' };
    expect(await operate(request('UPDATE', update, { previousResourceState: model({}) }))).toMatchObject({
      status: 'SUCCESS',
      resourceModel: { Repository: { KmsKeyArn } },
    });
  });

  it('that ECR refuses fails the create with what to do', async () => {
    aws.before = (call) => {
      if (call === 'createRepository')
        throw new ServiceError('ecr:CreateRepository', 'KmsException', 'the key is disabled', 400);
    };
    expect(await operate(request('CREATE', model({ KmsKeyArn })))).toMatchObject({
      message: expect.stringMatching(/Repository.KmsKeyArn: .*the key is disabled.*parameter RepositoryKeys/),
    });
  });
});
