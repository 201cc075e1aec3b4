import { cacheTag, secretVariables } from '../../../src/plan/secrets';

const tagOf = (buildSecrets: Record<string, string>) => cacheTag({ buildSecrets }, 'linux/amd64');
const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;

it('secrets are variables with references, numbered in their order', () => {
  expect(
    secretVariables({
      buildSecrets: { 'npm-token': arn('npm'), '.netrc': `${arn('netrc')}:file` },
      dockerLoginSecretArn: arn('hub'),
    }),
  ).toEqual({
    DOCKER_BUILDER_SECRET_0: arn('npm'),
    DOCKER_BUILDER_SECRET_1: `${arn('netrc')}:file`,
    DOCKER_BUILDER_DOCKER_LOGIN: arn('hub'),
  });
});

describe('the layer cache', () => {
  it.each(['amd64', 'arm64'])('without secrets has the tag of its platform: %s', (architecture) =>
    expect(cacheTag({ buildSecrets: {} }, `linux/${architecture}`)).toBe(`cache-${architecture}`),
  );

  it('has another tag for other references, not for another order', () => {
    const tag = tagOf({ a: arn('a'), b: arn('b') });
    expect(tag).toMatch(/^cache-amd64-[0-9a-f]{12}$/);
    expect(tagOf({ b: arn('b'), a: arn('a') })).toBe(tag);
    expect(tagOf({ a: `${arn('a')}:::0a1b`, b: arn('b') })).not.toBe(tag);
  });
});
