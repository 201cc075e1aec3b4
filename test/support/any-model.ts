import fc from 'fast-check';
import type { Model } from '../../src/models';

const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);

/** Names as the schema allows them, those that JavaScript's objects treat specially among them. */
const argumentName = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'IMAGE_TAG',
    'ARG_',
    'GIVEN_EMPTY',
    'DOCKER_BUILDER_IMAGE_TAG',
  ),
);

const source: fc.Arbitrary<Model['Source']> = fc.oneof(
  fc.record({ Inline: text(100).map((rest) => `FROM scratch\n${rest}`) }),
  fc.record(
    { S3Bucket: fc.stringMatching(/^[a-z0-9]{3,10}$/), S3Key: text(60), S3ObjectVersion: text(20) },
    { requiredKeys: ['S3Bucket', 'S3Key'] },
  ),
);

const platforms = fc.constantFrom<NonNullable<Model['Platforms']>>(
  ['linux/amd64'],
  ['linux/arm64'],
  ['linux/amd64', 'linux/arm64'],
  ['linux/arm64', 'linux/amd64'],
);

const repository: fc.Arbitrary<NonNullable<Model['Repository']>> = fc.record(
  {
    Name: fc.stringMatching(/^[a-z0-9]{2,10}(\/[a-z0-9]{1,10})?$/),
    Adopt: fc.boolean(),
    PolicyText: fc.oneof(
      fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.array(fc.dictionary(word, text(20))) }),
      text(60),
    ),
    RemovalPolicy: fc.constantFrom(...(['RETAIN_EXCEPT_ON_CREATE', 'RETAIN', 'DELETE'] as const)),
  },
  { requiredKeys: [] },
);

const secretId = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,12}$/),
  fc.constantFrom('__proto__', 'constructor', '0', '.npmrc', 'npm-token'),
);

const reference = fc
  .tuple(word, fc.constantFrom('', ':', ':key', ':key:AWSPREVIOUS', '::AWSCURRENT', ':a key::0a1b'))
  .map(([name, rest]) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf${rest}`);

const identifiers = (kind: string) => fc.stringMatching(/^[0-9a-f]{8}$/).map((id) => `${kind}-${id}`);
const vpc: fc.Arbitrary<NonNullable<Model['VpcConfig']>> = fc.record({
  VpcId: identifiers('vpc'),
  SubnetIds: fc.tuple(identifiers('subnet'), identifiers('subnet')),
  SecurityGroupIds: fc.tuple(identifiers('sg')),
});

const logs: fc.Arbitrary<NonNullable<Model['Logs']>> = fc.record(
  { GroupName: fc.stringMatching(/^\/builds\/[a-z0-9]{1,8}$/), Retain: fc.boolean() },
  { requiredKeys: [] },
);

/** What the project records of a builder: every property but those that ECR itself holds. */
export const anyRecordedModel: fc.Arbitrary<Model & { BuilderName: string }> = fc.record(
  {
    BuilderName: fc.stringMatching(/^[a-z][a-z0-9]{1,10}(-[a-z0-9]{1,5})?$/),
    Source: source,
    Dockerfile: text(60),
    Target: text(30),
    BuildArgs: fc.dictionary(argumentName, fc.string({ unit: 'binary', maxLength: 60 }), { maxKeys: 5 }),
    BuildSecrets: fc.dictionary(secretId, reference, { maxKeys: 4 }),
    DockerLoginSecretArn: reference,
    VpcConfig: vpc,
    Logs: logs,
    Platforms: platforms,
    InstallCommands: fc.array(text(60), { maxLength: 4 }),
    PreBuildCommands: fc.array(text(60), { maxLength: 4 }),
    CacheDisabled: fc.boolean(),
    ServiceRoleArn: word.map((name) => `arn:aws:iam::123456789012:role/docker-builder/${name}`),
    ComputeType: fc.constantFrom('BUILD_GENERAL1_SMALL' as const, 'BUILD_GENERAL1_2XLARGE' as const),
    BuildImage: text(60),
    TimeoutInMinutes: fc.integer({ min: 5, max: 480 }),
    Repository: repository,
    ReplicaRegions: fc.constant([]),
    PollIntervalSeconds: fc.integer({ min: 1, max: 300 }),
    Revision: fc.string({ unit: 'binary', maxLength: 60 }),
    Tags: fc.uniqueArray(fc.record({ Key: word, Value: text(30) }), {
      selector: ({ Key }) => Key,
      maxLength: 4,
    }),
  },
  { requiredKeys: ['BuilderName', 'Source'] },
);
