import { brokenLimit } from '../../../../src/handlers/resolve-inputs/limits';
import type { Model } from '../../../../src/models';
import { desiredBuilder } from '../../../../src/plan/desired';

const inline = { Inline: 'FROM scratch' };

function limitOf(model: Partial<Model>, stackTags: Record<string, string> = {}): string | undefined {
  return brokenLimit(
    desiredBuilder({
      model: { Source: inline, ...model, BuilderName: model.BuilderName ?? 'web' },
      owner: undefined,
      stackTags,
      typeConfiguration: undefined,
      place: { partition: 'aws', account: '123456789012', region: 'us-east-1' },
    }),
  );
}

const tagsOf = (...keys: string[]) => keys.map((Key) => ({ Key, Value: 'x' }));
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:a/b_c+d=e.f@g!h-AbCdEf';
const s3 = { S3Bucket: 'bucket', S3Key: 'key' };

it.each<[string, Partial<Model>, RegExp]>([
  [
    'an unresolved reference',
    { BuildArgs: { KEY: 'x{{resolve:secretsmanger:key}}' } },
    /^BuildArgs\.KEY contains "\{\{resolve:secretsmanger:key\}\}", a dynamic reference that CloudFormation did not resolve/,
  ],
  ['a name with capitals', { BuilderName: 'Web' }, /BuilderName "Web" must be/],
  ['a name of one letter', { BuilderName: 'w' }, /BuilderName/],
  ['a Dockerfile in addition to an inline one', { Dockerfile: 'other' }, /Source.Inline/],
  ['an inline text beyond its length', { Source: { Inline: `FROM x\n${' '.repeat(4_096)}` } }, /4096/],
  ['an inline text that is not a Dockerfile', { Source: { Inline: 'hello' } }, /FROM/],
  ['an inline text with a NUL', { Source: { Inline: 'FROM x\0' } }, /NUL/],
  ['an absolute Dockerfile', { Source: s3, Dockerfile: '/Dockerfile' }, /inside the build context/],
  ['a Dockerfile outside the context', { Source: s3, Dockerfile: 'a/../../b' }, /inside the build context/],
  ['half a surrogate pair in a target', { Source: s3, Target: 'a\ud800' }, /surrogate/],
  ['an argument name with a space', { BuildArgs: { 'a b': '' } }, /"a b"/],
  ['a long argument', { BuildArgs: { A: 'x'.repeat(4_097) } }, /BuildArgs.A has 4097/],
  ['a NUL in an argument', { BuildArgs: { A: '\0' } }, /BuildArgs.A .*NUL/],
  [
    'arguments beyond 128 KiB in all',
    { BuildArgs: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`A${n}`, 'x'.repeat(4_000)])) },
    /BuildArgs has 132\d+ bytes/,
  ],
  [
    'the name of a secret',
    { BuildSecrets: { token: 'prod/npm-token/of/the/shop' } },
    /^BuildSecrets.token must be the ARN/,
  ],
  [
    'the value of a secret',
    { BuildSecrets: { token: 'correct-horse-battery-staple' } },
    /^(?!.*staple)BuildSecrets.token must be/,
  ],
  ['an ARN of another service', { BuildSecrets: { t: SECRET.replace('secretsmanager', 'ssm') } }, /must be/],
  [
    'a stage and a version of a secret',
    { BuildSecrets: { t: `${SECRET}:key:AWSCURRENT:0a1b` } },
    /^BuildSecrets.t has both a version stage and a version ID/,
  ],
  ['a fifth part of a reference', { BuildSecrets: { t: `${SECRET}:k:s::x` } }, /must be the ARN/],
  ['an ID with a comma', { BuildSecrets: { 'a,b': SECRET } }, /BuildSecrets: "a,b" is not a valid ID/],
  ['an ID that begins with a dash', { BuildSecrets: { '-a': SECRET } }, /"-a" is not a valid ID/],
  [
    'IDs beyond a variable',
    { BuildSecrets: Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`secret-${n}`, SECRET])) },
    /BuildSecrets: its IDs have more than 4096/,
  ],
  [
    'a login that is not a secret',
    { DockerLoginSecretArn: 'me:hunter2-hunter2-hunter2' },
    /^(?!.*hunter)Docker/,
  ],
  ['a reserved tag', { Tags: tagsOf('docker-builder:x') }, /reserved/],
  ["a tag that claims another builder's", { Tags: tagsOf('docker-builder:builder') }, /reserved/],
  ["a tag of AWS's", { Tags: tagsOf('aws:x') }, /reserved/],
  ['a tag without a key', { Tags: tagsOf('') }, /1 to 127/],
  ['a tag with a long key', { Tags: tagsOf('k'.repeat(128)) }, /1 to 127/],
  ['a tag with a long value', { Tags: [{ Key: 'k', Value: 'x'.repeat(256) }] }, /at most 255/],
  ['a tag with a character', { Tags: tagsOf('a*b') }, /"a\*b"/],
  ['commands beyond a buildspec', { InstallCommands: ['x'.repeat(26_000)] }, /InstallCommands/],
])('%s is refused with its reason', (_what, model, reason) => {
  expect(limitOf(model)).toMatch(reason);
});

it('stack tags count with the tags of the resource', () => {
  const stackTags = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`stack-${n}`, 'x']));
  const own = tagsOf(...Array.from({ length: 7 }, (_, n) => `own-${n}`));
  expect(limitOf({ Tags: own.slice(1) }, stackTags)).toBeUndefined();
  expect(limitOf({ Tags: own }, stackTags)).toMatch(/47 tags/);
});

it('a whole builder breaks none', () => {
  expect(
    limitOf({
      Source: s3,
      Dockerfile: 'docker/Dockerfile.prod',
      Target: 'run',
      BuildArgs: { A: 'x'.repeat(4_096), _b: '' },
      Tags: tagsOf('team', 'ünïcode x'),
      InstallCommands: ['true'],
    }),
  ).toBeUndefined();
});

it.each(['', ':key', ':key:AWSPREVIOUS', ':key::0a1b', '::AWSCURRENT', ':::0a1b', ':a key/with.signs'])(
  'a reference that ends in "%s" is accepted',
  (rest) => {
    const reference = `${SECRET}${rest}`;
    expect(
      limitOf({
        BuildSecrets: { 'npm-token': reference, '.npmrc': reference },
        DockerLoginSecretArn: reference,
      }),
    ).toBeUndefined();
  },
);
