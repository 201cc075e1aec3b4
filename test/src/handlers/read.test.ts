import fc from 'fast-check';
import type { Model } from '../../../src/models';
import type { Project } from '../../../src/ports/codebuild';
import { FakeAws } from '../../support/fake-aws';
import { operate, request, world } from '../../support/operation';
import { zipBytes } from '../../support/zip-bytes';

const dockerfile = 'FROM scratch AS first\nFROM scratch AS last\nARG VALUE\n';
const readOnly = new Set([
  'ImageUri',
  'ImageTag',
  'ImageDigest',
  'ImageDigests',
  'RepositoryName',
  'RepositoryUri',
  'RepositoryArn',
  'ProjectArn',
]);

let aws: FakeAws;
function begin(): void {
  aws = new FakeAws();
  aws.objects.set('bucket/key.zip', {
    bytes: zipBytes([{ name: 'Dockerfile', content: dockerfile }]),
    version: undefined,
  });
  Object.assign(world, { aws, now: Date.now });
}
beforeEach(begin);

const read = async (BuilderName = 'web'): Promise<Model> => {
  const event = await operate(request('READ', { BuilderName } as Model));
  expect(event.status).toBe('SUCCESS');
  return event.resourceModel as Model;
};
const byKey = (tags: Model['Tags']) => [...(tags ?? [])].sort((one, other) => (one.Key < other.Key ? -1 : 1));

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const anyModel: fc.Arbitrary<Model> = fc.record(
  {
    BuilderName: fc.constant('web'),
    Source: fc.constantFrom({ Inline: dockerfile }, { S3Bucket: 'bucket', S3Key: 'key.zip' }),
    Dockerfile: fc.constant('Dockerfile'),
    Target: fc.constantFrom('first', 'last'),
    BuildArgs: fc.dictionary(fc.constantFrom('VALUE', 'OTHER', '__proto__', 'constructor'), fc.string()),
    InstallCommands: fc.array(word, { maxLength: 3 }),
    PreBuildCommands: fc.array(word, { maxLength: 3 }),
    CacheDisabled: fc.boolean(),
    ServiceRoleArn: word.map((name) => `arn:aws:iam::123456789012:role/docker-builder/${name}`),
    ComputeType: fc.constantFrom('BUILD_GENERAL1_SMALL' as const, 'BUILD_GENERAL1_LARGE' as const),
    BuildImage: word,
    TimeoutInMinutes: fc.integer({ min: 5, max: 480 }),
    Repository: fc.record(
      {
        Name: word.map((name) => `own/${name}`),
        UntaggedRetentionDays: fc.integer({ min: 1, max: 3650 }),
        ScanOnPush: fc.boolean(),
        RemovalPolicy: fc.constantFrom(
          'RETAIN_EXCEPT_ON_CREATE' as const,
          'RETAIN' as const,
          'DELETE' as const,
        ),
      },
      { requiredKeys: [] },
    ),
    PollIntervalSeconds: fc.integer({ min: 1, max: 300 }),
    Revision: fc.string(),
    Tags: fc.uniqueArray(fc.record({ Key: word, Value: word }), { selector: ({ Key }) => Key, maxLength: 4 }),
  },
  { requiredKeys: ['BuilderName', 'Source'] },
);

describe('a builder that is read by its name alone', () => {
  it('equals what created it, and an update to what was read builds and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, async (model) => {
        begin();
        expect(await operate(request('CREATE', model))).toMatchObject({ status: 'SUCCESS' });
        const found = await read();
        for (const property of Object.keys(model) as (keyof Model)[]) {
          if (property === 'Tags') expect(byKey(found.Tags)).toEqual(byKey(model.Tags));
          else if (property === 'Repository') expect(found.Repository).toMatchObject(model.Repository ?? {});
          else expect(found[property]).toEqual(model[property]);
        }
        const builds = aws.builds.length;
        const imported = Object.fromEntries(Object.entries(found).filter(([name]) => !readOnly.has(name)));
        const update = request('UPDATE', imported as unknown as Model, { clientRequestToken: 'token-2' });
        expect(await operate(update)).toMatchObject({ status: 'SUCCESS' });
        expect(aws.builds).toHaveLength(builds);
        expect(await read()).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });
});

const model: Model = {
  BuilderName: 'web',
  Source: { S3Bucket: 'bucket', S3Key: 'key.zip' },
  Repository: { RemovalPolicy: 'DELETE' },
  InstallCommands: ['a', 'b'],
  PollIntervalSeconds: 1,
  Tags: [{ Key: 'team', Value: 'one' }],
};
const project = () => aws.projectsByName.get('docker-builder-web') as Project;
const change = (more: Partial<Project>) =>
  aws.projectsByName.set('docker-builder-web', { ...project(), ...more });
const variable = (name: string, value: string) =>
  change({ variables: { ...project().variables, [`DOCKER_BUILDER_${name}`]: value } });
const repository = () => {
  const found = aws.repositories.get('docker-builder/web/image');
  if (found === undefined) throw new Error('no repository');
  return found;
};
const policy = (...more: object[]) =>
  JSON.stringify({ rules: [...JSON.parse(repository().policy ?? '').rules, ...more] });

describe('what is changed behind the back of CloudFormation shows in what is read:', () => {
  it.each<[string, () => unknown, Partial<Record<keyof Model, unknown>>]>([
    [
      'a rule that expires tagged images',
      () => {
        const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
        const rule = { rulePriority: 2, selection, action: { type: 'expire' } };
        repository().policy = policy(rule);
      },
      { Repository: expect.not.objectContaining({ UntaggedRetentionDays: expect.anything() }) },
    ],
    [
      'a rule that counts images instead of days',
      () => {
        repository().policy = policy().replace('sinceImagePushed', 'imageCountMoreThan');
      },
      { Repository: expect.not.objectContaining({ UntaggedRetentionDays: expect.anything() }) },
    ],
    [
      'the days of the rule',
      () => {
        repository().policy = policy().replace('"countNumber":30', '"countNumber":3');
      },
      { Repository: expect.objectContaining({ UntaggedRetentionDays: 3 }) },
    ],
    [
      'no policy',
      () => {
        repository().policy = undefined;
      },
      { Repository: expect.not.objectContaining({ UntaggedRetentionDays: expect.anything() }) },
    ],
    [
      'the scan setting',
      () => {
        repository().scanOnPush = false;
      },
      { Repository: expect.objectContaining({ ScanOnPush: false }) },
    ],
    [
      "a tag's value on the project",
      () => change({ tags: { ...project().tags, team: 'two' } }),
      { Tags: [{ Key: 'team', Value: 'two' }] },
    ],
    [
      "a tag's value on the repository",
      () => {
        repository().tags.team = 'two';
      },
      { Tags: [{ Key: 'team', Value: 'two' }] },
    ],
    [
      'a new tag on the repository',
      () => {
        repository().tags.other = 'x';
      },
      {
        Tags: [
          { Key: 'team', Value: 'one' },
          { Key: 'other', Value: 'x' },
        ],
      },
    ],
    [
      'a tag that the repository lost',
      () => {
        delete repository().tags.team;
      },
      { Tags: [] },
    ],
    [
      'tags on both',
      () => {
        repository().tags.other = 'x';
        change({ tags: { ...project().tags, team: 'two' } });
      },
      {
        Tags: [
          { Key: 'team', Value: 'two' },
          { Key: 'other', Value: 'x' },
        ],
      },
    ],
    ['no repository', () => aws.repositories.clear(), { Repository: undefined, RepositoryArn: undefined }],
    ['another source', () => change({ sourceLocation: 'b/k' }), { Source: { S3Bucket: 'b', S3Key: 'k' } }],
    ['no source', () => change({ sourceLocation: undefined }), { Source: { S3Bucket: '', S3Key: '' } }],
    ['another buildspec', () => change({ buildspec: 'version: 0.2' }), { InstallCommands: undefined }],
    ['a buildspec of null', () => change({ buildspec: 'null' }), { InstallCommands: undefined }],
    [
      'a buildspec with other commands',
      () => change({ buildspec: '{"phases":{"install":{"commands":"x"},"pre_build":{"commands":[{}]}}}' }),
      { InstallCommands: undefined, PreBuildCommands: undefined },
    ],
    [
      'an interval that is not a number',
      () => variable('POLL_INTERVAL_SECONDS', 'x'),
      { PollIntervalSeconds: undefined },
    ],
    [
      'an unknown removal policy',
      () => variable('REMOVAL_POLICY', 'x'),
      { Repository: expect.not.objectContaining({ RemovalPolicy: expect.anything() }) },
    ],
    ['a compute type that we do not know', () => change({ computeType: 'X' }), { ComputeType: 'X' }],
  ])('%s', async (_what, act, expected) => {
    await operate(request('CREATE', model));
    const before = await read();
    act();
    const found: Partial<Record<keyof Model, unknown>> = await read();
    for (const [property, value] of Object.entries(expected))
      expect(found[property as keyof Model]).toEqual(value);
    const others = (all: object) =>
      Object.entries(all).filter(([name]) => !(name in expected) && !readOnly.has(name));
    expect(others(found)).toEqual(others(before));
  });

  it('a source that was given to an inline builder', async () => {
    await operate(request('CREATE', { ...model, Source: { Inline: dockerfile } }));
    expect((await read()).Source).toEqual({ Inline: dockerfile });
    change({ sourceLocation: 'b/k' });
    expect((await read()).Source).toEqual({ S3Bucket: 'b', S3Key: 'k' });
  });

  it('a project that is not a builder is not found, not updated and not deleted', async () => {
    aws.addForeignProject('docker-builder-web');
    for (const action of ['READ', 'UPDATE', 'DELETE'] as const)
      expect(await operate(request(action, model))).toMatchObject({
        status: 'FAILED',
        errorCode: 'NotFound',
      });
    expect(aws.projectsByName.has('docker-builder-web')).toBe(true);
  });

  it('an adopted repository keeps its own tags and settings: that is no change of the builder', async () => {
    await aws.ecr.createRepository({
      name: 'team/images',
      tagMutability: 'IMMUTABLE',
      scanOnPush: false,
      tags: { owner: 'somebody' },
      kmsKey: undefined,
    });
    const Repository = { Name: 'team/images', Adopt: true };
    expect(await operate(request('CREATE', { ...model, Repository }))).toMatchObject({ status: 'SUCCESS' });
    expect(await read()).toMatchObject({ Tags: model.Tags, Repository });
  });

  it('a project that lost its tags is a builder all the same', async () => {
    await operate(request('CREATE', model));
    change({ tags: {} });
    expect(await read()).toMatchObject({ BuilderName: 'web' });
  });

  it('only words of the policy, and tags of AWS, change nothing', async () => {
    await operate(request('CREATE', model));
    const before = await read();
    repository().policy = JSON.stringify(
      JSON.parse(policy().replace('untagged images expire', 'ours')),
      undefined,
      2,
    );
    repository().tags['aws:x'] = 'y';
    expect(await read()).toEqual(before);
  });
});
