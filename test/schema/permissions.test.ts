import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import schema from '../../schema/token-injectable-docker-builder.json';

const root = resolve(__dirname, '../..');
const declared = new Set(Object.values(schema.handlers).flatMap(({ permissions }) => permissions));

/** The actions as the ports name them in their errors: 'service:Action'. */
const called = readdirSync(join(root, 'src/aws')).flatMap((file) =>
  [...readFileSync(join(root, 'src/aws', file), 'utf8').matchAll(/'([a-z0-9]+:[A-Z]\w+)'/g)].map(
    ([, action]) => action as string,
  ),
);

/** What AWS requires in addition to the call's own action: the build role is passed, an object's version is read, ECR gets its role. */
const implied = [
  'iam:CreateServiceLinkedRole',
  'iam:PassRole',
  // ECR uses the key of an encrypted repository through grants.
  'kms:CreateGrant',
  'kms:DescribeKey',
  'kms:RetireGrant',
  'logs:TagResource',
  's3:GetObjectVersion',
];

describe('the permissions of the handlers', () => {
  it('name every call that the ports make, and nothing else', () => {
    expect([...declared].sort()).toEqual([...new Set([...called, ...implied])].sort());
  });

  it('hold no wildcard', () => {
    expect([...declared].filter((action) => action.includes('*'))).toEqual([]);
  });
});
