import fc from 'fast-check';
import {
  brokenPolicy,
  policyFor,
  policyVariables,
  readPolicy,
  recordedPolicy,
  samePolicy,
} from '../../../src/plan/repository-policy';

const statement = (Sid: string, more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  ...more,
});
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const lambdas = statement('LambdaECRImageRetrievalPolicy');

describe('two policies', () => {
  const account = (AWS: unknown) => policy(statement('a', { Principal: { AWS } }));
  it.each<[string, object, object]>([
    [
      'one action as a list',
      policy(statement('a', { Action: 'ecr:X' })),
      policy(statement('a', { Action: ['ecr:X'] })),
    ],
    [
      'actions in another order',
      policy(statement('a')),
      policy(statement('a', { Action: [...lambdas.Action].reverse() })),
    ],
    [
      'one statement without a list',
      policy(statement('a')),
      { Version: '2012-10-17', Statement: statement('a') },
    ],
    ['an account and its root user', account('123456789012'), account(['arn:aws:iam::123456789012:root'])],
    [
      'an account of another partition',
      account('123456789012'),
      account('arn:aws-cn:iam::123456789012:root'),
    ],
    [
      'everyone',
      policy(statement('a', { Principal: '*' })),
      policy(statement('a', { Principal: { AWS: '*' } })),
    ],
    [
      'a number as text',
      policy(statement('a', { Condition: { N: { k: 1 } } })),
      policy(statement('a', { Condition: { N: { k: '1' } } })),
    ],
  ])('mean the same: %s', (_what, one, other) => expect(samePolicy(one, other)).toBe(true));

  it.each<[string, object, object]>([
    ['another account', account('123456789012'), account('210987654321')],
    [
      'another user',
      account('arn:aws:iam::123456789012:root'),
      account('arn:aws:iam::123456789012:user/root'),
    ],
    ['another effect', policy(statement('a')), policy(statement('a', { Effect: 'Deny' }))],
    ['a further statement', policy(statement('a')), policy(statement('a'), statement('b'))],
    [
      'a condition',
      policy(statement('a')),
      policy(statement('a', { Condition: { Bool: { 'aws:x': 'true' } } })),
    ],
  ])('differ: %s', (_what, one, other) => expect(samePolicy(one, other)).toBe(false));
});

describe("Lambda's own statement", () => {
  const actual = JSON.stringify(policy(statement('a'), lambdas));

  it('stays when the policy is set or removed', () => {
    expect(JSON.parse(policyFor(policy(statement('b')), actual) ?? '')).toEqual(
      policy(statement('b'), lambdas),
    );
    expect(JSON.parse(policyFor(undefined, actual) ?? '')).toEqual(policy(lambdas));
    expect(policyFor(undefined, JSON.stringify(policy(statement('a'))))).toBeUndefined();
    expect(policyFor(undefined, undefined)).toBeUndefined();
  });

  it('is not added to a policy that has one', () => {
    const own = { ...lambdas, Effect: 'Deny' };
    expect(JSON.parse(policyFor(policy(own), actual) ?? '')).toEqual(policy(own));
  });

  it('is not drift', () => {
    const given = policy(statement('a'));
    expect(readPolicy(given, actual)).toBe(given);
    expect(readPolicy(JSON.stringify(given, null, 2), actual)).toBe(JSON.stringify(given, null, 2));
  });

  it('is drift where the template has it and it was removed', () => {
    const given = policy(statement('a'), lambdas);
    expect(readPolicy(given, actual)).toBe(given);
    expect(readPolicy(given, JSON.stringify(policy(statement('a'))))).toEqual(policy(statement('a')));
  });
});

it('a policy that was changed or removed is read as it is, in the form that was given', () => {
  const changed = policy(statement('b'));
  expect(readPolicy(policy(statement('a')), JSON.stringify(changed))).toEqual(changed);
  expect(readPolicy(JSON.stringify(policy(statement('a'))), JSON.stringify(changed))).toBe(
    JSON.stringify(changed),
  );
  expect(readPolicy(policy(statement('a')), undefined)).toBeUndefined();
});

it.each([['not json'], ['[]'], ['"text"'], ['null'], [{}], [{ Version: '2012-10-17' }]])(
  '%j is refused as a policy',
  (given) => expect(brokenPolicy(given)).toContain('Repository.PolicyText is not a policy'),
);

it('a policy beyond the length of ECR is refused', () => {
  expect(brokenPolicy(policy(statement('a', { Condition: { x: 'x'.repeat(10_240) } })))).toMatch(
    /has 10\d{3} characters/,
  );
  expect(brokenPolicy(policy(statement('a')))).toBeUndefined();
  expect(brokenPolicy(undefined)).toBeUndefined();
});

it('any policy is recorded in variables of at most 4,096 characters and read back equal', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 9_000, size: 'max' }).map((text) => policy(statement(text))),
    fc.string({ unit: 'binary', maxLength: 50 }).map((text) => JSON.stringify(policy(statement(text)))),
  );
  fc.assert(
    fc.property(texts, (given) => {
      const variables = policyVariables(given);
      for (const value of Object.values(variables)) expect(value.length).toBeLessThanOrEqual(4_096);
      expect(recordedPolicy(variables)).toEqual(given);
    }),
    { numRuns: 50 },
  );
  expect(recordedPolicy(policyVariables(undefined))).toBeUndefined();
});
