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

it.each([
  [undefined, false],
  ['aws/codebuild/standard:8.0', false],
  ['123456789012.dkr.ecr.us-east-1.amazonaws.com/build:1', true],
  ['docker:28', true],
  ['example.com/aws/codebuild/standard:7.0', true],
])('the build image %s is pulled with the service role: %s', (BuildImage, role) => {
  expect(definitionOf(BuildImage === undefined ? {} : { BuildImage }).pullAsServiceRole).toBe(role);
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
