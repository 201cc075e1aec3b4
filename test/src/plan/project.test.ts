import type { Model } from '../../../src/models';
import { desiredBuilder } from '../../../src/plan/desired';
import { projectDefinition } from '../../../src/plan/project';

const definitionOf = (properties: object) =>
  projectDefinition({
    ...desiredBuilder({
      model: { BuilderName: 'web', Source: { Inline: 'FROM scratch' }, ...properties },
      owner: undefined,
      stackTags: {},
      typeConfiguration: undefined,
      place: { partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' },
    }),
    imageTag: 'tag',
    properties: 'hash',
    finished: [],
  });

it.each<[Partial<Model>, object]>([
  [{}, { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0' }],
  [
    { Platforms: ['linux/arm64'] },
    { type: 'ARM_CONTAINER', image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
  ],
  [{ Platforms: ['linux/arm64', 'linux/amd64'] }, { type: 'ARM_CONTAINER' }],
  [
    { Platforms: ['linux/amd64', 'linux/arm64'], BuildImage: 'docker:28' },
    { type: 'LINUX_CONTAINER', image: 'docker:28' },
  ],
])("the machine of %j is the first platform's: %j", (model, machine) => {
  expect(definitionOf(model).machine).toMatchObject(machine);
});

it('without a separate role a builder uses the one of the registration, in its partition', () => {
  expect(definitionOf({}).roleArn).toBe(
    'arn:aws-cn:iam::123456789012:role/docker-builder/docker-builder-build-cn-north-1',
  );
});

it('a source in S3 is named by its location, and its version is recorded', () => {
  const { sourceLocation, variables } = definitionOf({
    Source: { S3Bucket: 'bucket', S3Key: 'a/b.zip', S3ObjectVersion: 'v1' },
  });
  expect(sourceLocation).toBe('bucket/a/b.zip');
  expect(variables).toMatchObject({ DOCKER_BUILDER_SOURCE_OBJECT_VERSION: 'v1' });
});
