import { SOURCE_BUCKET } from '../support/source-bucket';
import type { Fault } from './fault';
import type { Rule } from './proxy';

/** A way to break an update of a builder that works. */
export interface BrokenUpdate {
  name: string;
  /** Properties that replace those of the builder. */
  properties: object;
  /** What the failure of the resource says. */
  reason: RegExp;
  /** A service that refuses a call of the update; the rollback's calls go through. */
  rule?: Rule;
}

const refusing = (call: string, code: string): Rule => {
  let refused = false;
  return ({ name }): Fault | undefined => {
    if (name !== call || refused) return undefined;
    refused = true;
    return { kind: 'refuse', status: 400, code, message: 'refused on purpose' };
  };
};

const changed = { BuildArgs: { VALUE: 'two' } };
const service = (call: string, code: string): BrokenUpdate => ({
  name: `${call} answers ${code}`,
  properties: changed,
  reason: new RegExp(`${call} failed.*${code}`),
  rule: refusing(call, code),
});

const from = (...lines: string[]) => ({ Source: { Inline: ['FROM scratch', ...lines].join('\n') } });

/**
 * @param folder the folder of the source bucket that holds text.zip, which is not an archive, and empty.zip, an
 * archive without a Dockerfile
 */
export const brokenUpdates = (folder: string): BrokenUpdate[] => [
  // The schema.
  { name: 'an unknown property', properties: { Soruce: 'x' }, reason: /Soruce/ },
  { name: 'an unknown property inside', properties: { Repository: { Nmae: 'x' } }, reason: /Nmae/ },
  { name: 'a choice that does not exist', properties: { ComputeType: 'HUGE' }, reason: /ComputeType/ },
  { name: 'a number below its minimum', properties: { TimeoutInMinutes: 4 }, reason: /TimeoutInMinutes/ },
  { name: 'a number above its maximum', properties: { TimeoutInMinutes: 481 }, reason: /TimeoutInMinutes/ },
  { name: 'a number that is none', properties: { PollIntervalSeconds: 'soon' }, reason: /PollInterval/ },
  { name: 'a flag that is none', properties: { CacheDisabled: 'maybe' }, reason: /CacheDisabled/ },
  {
    name: 'two sources',
    properties: { Source: { Inline: 'FROM scratch', S3Bucket: SOURCE_BUCKET, S3Key: `${folder}/text.zip` } },
    reason: /Source/,
  },
  { name: 'half a source', properties: { Source: { S3Bucket: SOURCE_BUCKET } }, reason: /Source/ },
  { name: 'no source', properties: { Source: {} }, reason: /Source/ },
  { name: 'an argument name with a space', properties: { BuildArgs: { 'a b': 'x' } }, reason: /a b/ },
  { name: 'a list of arguments', properties: { BuildArgs: ['A=1'] }, reason: /BuildArgs/ },
  {
    name: 'an argument beyond its length',
    properties: { BuildArgs: { A: 'x'.repeat(4_097) } },
    reason: /BuildArgs/,
  },
  { name: 'an empty list of platforms', properties: { Platforms: [] }, reason: /Platforms/ },
  { name: 'too many commands', properties: { InstallCommands: Array(101).fill('true') }, reason: /Install/ },
  { name: 'a role that is not an ARN', properties: { ServiceRoleArn: 'build' }, reason: /ServiceRoleArn/ },
  { name: 'a tag without a key', properties: { Tags: [{ Key: '', Value: 'x' }] }, reason: /Tags/ },
  // Limits that only the handler knows.
  { name: 'a NUL in an argument', properties: { BuildArgs: { A: 'a\0b' } }, reason: /BuildArgs.A .*NUL/ },
  {
    name: 'a Dockerfile in addition to an inline one',
    properties: { Dockerfile: 'other' },
    reason: /Source.Inline/,
  },
  {
    name: 'an inline text that is not a Dockerfile',
    properties: { Source: { Inline: 'hello' } },
    reason: /FROM/,
  },
  {
    name: 'a Dockerfile outside the context',
    properties: {
      Source: { S3Bucket: SOURCE_BUCKET, S3Key: `${folder}/empty.zip` },
      Dockerfile: '../Dockerfile',
    },
    reason: /inside the build context/,
  },
  {
    name: 'a reserved tag',
    properties: { Tags: [{ Key: 'docker-builder:x', Value: 'y' }] },
    reason: /reserved/,
  },
  {
    name: "a tag that claims another builder's",
    properties: { Tags: [{ Key: 'docker-builder:builder', Value: 'y' }] },
    reason: /reserved/,
  },
  { name: 'a tag with a character', properties: { Tags: [{ Key: 'a*b', Value: 'y' }] }, reason: /Tags/ },
  {
    name: 'commands beyond the limit of a buildspec',
    properties: { InstallCommands: ['x'.repeat(26_000)] },
    reason: /InstallCommands/,
  },
  {
    name: 'a reserved parameter name',
    properties: { Publish: { ParameterName: '/aws/x' } },
    reason: /Publish/,
  },
  { name: 'its own Region as a replica', properties: { ReplicaRegions: ['us-east-1'] }, reason: /Replica/ },
  { name: 'a stage that does not exist', properties: { Target: 'none' }, reason: /Target/ },
  // What AWS holds.
  {
    name: 'a bucket that does not exist',
    properties: { Source: { S3Bucket: 'no-such-bucket-of-ours', S3Key: 'a.zip' } },
    reason: /does not exist/,
  },
  {
    // S3 tells only those who may list a bucket that an object is missing.
    name: 'an object that does not exist',
    properties: { Source: { S3Bucket: SOURCE_BUCKET, S3Key: `${folder}/none.zip` } },
    reason: /s3:ListBucket.*the object may be missing/,
  },
  {
    name: 'an object that is not a zip',
    properties: { Source: { S3Bucket: SOURCE_BUCKET, S3Key: `${folder}/text.zip` } },
    reason: /not a zip/,
  },
  {
    name: 'a zip without a Dockerfile',
    properties: { Source: { S3Bucket: SOURCE_BUCKET, S3Key: `${folder}/empty.zip` } },
    reason: /Dockerfile/,
  },
  { name: 'a Dockerfile that does not build', properties: from('COPY none /none'), reason: /build failed/ },
  { name: 'a Dockerfile that does not parse', properties: from('NONSENSE'), reason: /build failed/ },
  { name: 'an install command that fails', properties: { InstallCommands: ['exit 3'] }, reason: /INSTALL/ },
  // The services.
  service('codebuild:UpdateProject', 'AccessDeniedException'),
  service('codebuild:UpdateProject', 'InvalidInputException'),
  service('codebuild:StartBuild', 'InvalidInputException'),
  service('codebuild:StartBuild', 'AccessDeniedException'),
  service('ecr:DescribeRepositories', 'AccessDeniedException'),
  service('ecr:DescribeImages', 'ServerException'),
  service('codebuild:BatchGetBuilds', 'AccessDeniedException'),
];
