import { join } from 'node:path';
import { aws, root, run, uniqueName } from '../support/tools';

/** Role names are fixed, and the engine's own are in us-east-1. */
const region = ['--region', 'eu-central-1'];

describe('the registration template', () => {
  const stack = uniqueName('roles');
  const deploy = (...parameters: string[]) =>
    run(join(root, '.venv/bin/aws'), [
      'cloudformation',
      'deploy',
      '--stack-name',
      stack,
      '--template-file',
      join(root, 'registration/registration.yaml'),
      '--capabilities',
      'CAPABILITY_NAMED_IAM',
      ...region,
      ...(parameters.length > 0 ? ['--parameter-overrides', ...parameters] : []),
    ]);
  const policiesOf = async (role: string) => {
    const { PolicyNames } = await aws<{ PolicyNames: string[] }>(
      'iam',
      'list-role-policies',
      '--role-name',
      `docker-builder-${role}-eu-central-1`,
    );
    return PolicyNames.sort();
  };
  const resourcesOf = async (role: string, policy: string) => {
    const { PolicyDocument } = await aws<{
      PolicyDocument: { Statement: { Resource: string | string[] }[] };
    }>(
      'iam',
      'get-role-policy',
      '--role-name',
      `docker-builder-${role}-eu-central-1`,
      '--policy-name',
      policy,
    );
    return PolicyDocument.Statement.map(({ Resource }) => Resource);
  };
  afterAll(() => aws('cloudformation', 'delete-stack', '--stack-name', stack, ...region));

  it('grants nothing optional by default', async () => {
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(await policiesOf('build')).toEqual(['build']);
    expect(await policiesOf('execution')).toEqual(['handlers']);
  }, 60_000);

  it('expands buckets, keys, repositories and prefixes to one ARN each', async () => {
    const [one, two] = ['arn:aws:s3:::one', 'arn:aws:s3:::two'];
    const key = 'arn:aws:kms:eu-central-1:000000000000:key/1';
    const base = 'arn:aws:ecr:eu-central-1:111111111111:repository/base';
    const deployed = await deploy(
      `SourceBuckets=${one},${two}`,
      `SourceKeys=${key}`,
      `BaseImageRepositories=${base}`,
      'PullThroughCachePrefixes=docker-hub,quay',
    );
    expect(deployed).toMatchObject({ code: 0 });
    expect(await policiesOf('execution')).toEqual(['further-sources', 'handlers', 'source-decryption']);
    expect(await resourcesOf('execution', 'further-sources')).toEqual([
      [`${one}/*`, `${two}/*`],
      [one, two],
    ]);
    expect(await resourcesOf('build', 'source-decryption')).toEqual([[key]]);
    expect(await resourcesOf('build', 'base-images')).toEqual([[base]]);
    expect(await resourcesOf('build', 'pull-through-caches')).toEqual([
      ['arn:*:ecr:*:*:repository/docker-hub/*', 'arn:*:ecr:*:*:repository/quay/*'],
    ]);
  }, 60_000);
});
