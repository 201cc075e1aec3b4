import { checkParameters, registrationTemplate } from '../../../cli/registration/read-template';

const check = async (...pairs: [string, string][]) =>
  checkParameters(await registrationTemplate(), new Map(pairs));

describe('a parameter of the registration', () => {
  it.each<[string, string]>([
    ['SourceBuckets', 'arn:aws:s3:::one'],
    ['SourceBuckets', 'arn:aws-cn:s3:::one,arn:aws-cn:s3:::two-*'],
    ['SourceBuckets', ''],
    ['SourceKeys', 'arn:aws:kms:eu-west-1:123456789012:key/0a1b'],
    ['BaseImageRepositories', 'arn:aws:ecr:*:123456789012:repository/base/*'],
    ['PullThroughCachePrefixes', 'docker-hub, quay'],
    ['SecretArns', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:npm-AbCdEf'],
    ['VpcAccess', 'true'],
    ['NamePrefix', 'acme'],
  ])('%s may be "%s"', async (name, value) => {
    await expect(check([name, value])).resolves.toBeUndefined();
  });

  it.each<[string, string, RegExp]>([
    ['SourceBuckets', 'my-bucket', /SourceBuckets: "my-bucket" does not match/],
    ['SourceBuckets', 'arn:aws:s3:::one,two', /SourceBuckets: "two" does not match/],
    ['SourceBuckets', 'arn:aws:s3:::one,', /SourceBuckets: "" does not match/],
    ['SourceBuckets', 'arn:aws:s3:::one/*', /does not match/],
    ['SourceKeys', 'alias/key', /does not match/],
    ['BaseImageRepositories', 'docker.io/library/node', /does not match/],
    ['PullThroughCachePrefixes', '/docker-hub', /does not match/],
    ['SecretArns', 'npm-token', /does not match/],
    ['VpcAccess', 'yes', /VpcAccess=yes is not one of the allowed values: true, false/],
    ['NamePrefix', 'Acme', /NamePrefix: "Acme" does not match/],
    ['NamePrefix', 'a'.repeat(38), /does not match/],
    ['SourceBucket', 'x', /SourceBucket is not a parameter of the template, which has .*SourceBuckets/],
    ['TypeName', 'Acme::Docker::Image', /TypeName is set by the command: use --type-name/],
    ['SchemaHandlerPackage', 's3://a/b', /SchemaHandlerPackage is set by the command: use --package/],
  ])('%s can not be "%s"', async (name, value, message) => {
    await expect(check([name, value])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
