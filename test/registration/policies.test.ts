import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import schema from '../../schema/token-injectable-docker-builder.json';
import { faultsOf, type Policy, policiesOf, readTemplate, type Statement } from '../support/policies';

const root = resolve(__dirname, '../..');
const read = (name: string) => readTemplate(readFileSync(join(root, name), 'utf8'));
const roles = read('registration/registration.yaml');
const policies = policiesOf(roles);

const actionsOf = (role: string): string[] =>
  policies
    .filter((policy) => policy.roles.includes(role))
    .flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));

/** The statements that allow an action, of what a role has when no parameter is set. */
const allowing = (action: string, role: string, from: Policy[] = policies): Statement[] =>
  from
    .filter((policy) => policy.roles.includes(role) && !policy.optional)
    .flatMap(({ statements }) => statements)
    .filter(({ Action }) => Action.includes(action));

const statement = (
  Action: string[],
  Resource: string[],
  Condition: Statement['Condition'] = {},
): Statement => ({ Action, Resource, Condition });

describe('the check of policies', () => {
  const repository = 'arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*';

  it.each([
    [
      'an action that does not exist',
      statement(['ecr:PutImages'], [repository]),
      'ecr:PutImages does not exist',
    ],
    ['a wildcard in an action', statement(['ecr:Put*'], [repository]), 'ecr:Put* has a wildcard'],
    [
      '* where the action has resources',
      statement(['ecr:PutImage'], ['*']),
      'ecr:PutImage does not apply to *',
    ],
    [
      'an ARN where the action has none',
      statement(['codebuild:ListProjects'], [repository]),
      `codebuild:ListProjects does not apply to ${repository}`,
    ],
    [
      "another service's ARN",
      statement(['codebuild:StartBuild'], [repository]),
      `codebuild:StartBuild does not apply to ${repository}`,
    ],
    [
      'a bucket where objects are read',
      statement(['s3:GetObject'], ['arn:aws:s3:::cdk-*-assets']),
      's3:GetObject does not apply to arn:aws:s3:::cdk-*-assets',
    ],
    [
      'objects where the bucket is asked',
      statement(['logs:GetLogEvents'], ['arn:aws:logs:r:1:log-group:a']),
      'logs:GetLogEvents does not apply to arn:aws:logs:r:1:log-group:a',
    ],
    [
      'a condition key that does not exist',
      statement(['s3:GetObject'], ['arn:aws:s3:::a/*'], { StringEquals: { 's3:Owner': '1' } }),
      's3:GetObject has no condition key s3:Owner',
    ],
    [
      'a condition key of another action',
      statement(['ecr:PutImage'], [repository], { Null: { 'aws:RequestTag/a': 'false' } }),
      'ecr:PutImage has no condition key aws:RequestTag/a',
    ],
  ])('finds %s', async (_what, faulty, fault) => {
    expect(await faultsOf(faulty)).toEqual([fault]);
  });
});

describe.each(['registration/registration.yaml', 'registration/build-role.yaml', 'resource-role.yaml'])(
  '%s',
  (name) => {
    const statements = policiesOf(read(name)).flatMap((policy) => policy.statements);

    it.each(statements.map((one) => [one.Sid, one] as const))(
      'names actions, resources and condition keys that exist in %s',
      async (_sid, one) => expect(await faultsOf(one)).toEqual([]),
    );

    it('gives every statement its own name, which messages of IAM Access Analyzer contain', () => {
      expect(statements.every(({ Sid }) => /^[A-Za-z0-9]+$/.test(Sid ?? ''))).toBe(true);
    });
  },
);

describe('the execution role', () => {
  const declared = new Set<string>(Object.values(schema.handlers).flatMap(({ permissions }) => permissions));

  it('may do what the handlers declare, and nothing else but decrypt sources and read the owner of their bucket', () => {
    const optional = ['kms:Decrypt', 's3:GetBucketAcl', 's3:GetBucketLocation'];
    expect([...new Set(actionsOf('ExecutionRole'))].sort()).toEqual([...declared, ...optional].sort());
  });

  it('changes and deletes only repositories that carry the tag of a builder', () => {
    for (const action of [
      'DeleteRepository',
      'PutLifecyclePolicy',
      'PutImageTagMutability',
      'PutImageScanningConfiguration',
      'UntagResource',
    ])
      expect(allowing(`ecr:${action}`, 'ExecutionRole').map(({ Condition }) => Condition)).toEqual([
        { Null: { 'aws:ResourceTag/docker-builder:builder': 'false' } },
      ]);
    expect(allowing('ecr:CreateRepository', 'ExecutionRole').map(({ Condition }) => Condition)).toEqual([
      { Null: { 'aws:RequestTag/docker-builder:builder': 'false' } },
    ]);
  });

  it('passes only roles of its path, and only to CodeBuild', () => {
    expect(allowing('iam:PassRole', 'ExecutionRole')).toMatchObject([
      {
        Resource: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/docker-builder/*'],
        Condition: { StringEquals: { 'iam:PassedToService': 'codebuild.amazonaws.com' } },
      },
    ]);
  });
});

describe('the build role', () => {
  it("pushes wherever the repository carries a builder's tag, regardless of its name", () => {
    expect(allowing('ecr:PutImage', 'BuildRole')).toMatchObject([
      {
        Resource: ['arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*'],
        Condition: { Null: { 'aws:ResourceTag/docker-builder:builder': 'false' } },
      },
    ]);
  });

  it('writes to log groups and creates none', () => {
    expect(allowing('logs:PutLogEvents', 'BuildRole')).toHaveLength(1);
    expect(
      actionsOf('BuildRole').filter((action) => /^logs:(Create|Delete|Put)(LogGroup|Retention)/.test(action)),
    ).toEqual([]);
  });

  it('may ask for the owner and the Region of a source bucket', () => {
    for (const action of ['s3:GetBucketAcl', 's3:GetBucketLocation'])
      expect(allowing(action, 'BuildRole')).toHaveLength(1);
  });
});

describe('a parameter of the registration', () => {
  it.each([
    ['SourceBuckets', 's3:GetObject', ['BuildRole', 'ExecutionRole']],
    ['SourceKeys', 'kms:Decrypt', ['BuildRole', 'ExecutionRole']],
    ['BaseImageRepositories', 'ecr:BatchGetImage', ['BuildRole']],
    ['PullThroughCachePrefixes', 'ecr:BatchImportUpstreamImage', ['BuildRole']],
    ['SecretArns', 'secretsmanager:GetSecretValue', ['BuildRole']],
    ['LogGroups', 'logs:PutLogEvents', ['BuildRole']],
    ['RepositoryKeys', 'kms:CreateGrant', ['ExecutionRole']],
  ])('%s has a default, and alone grants %s', (name, action, granted) => {
    expect(roles.Parameters).toMatchObject({ [name]: { Type: 'CommaDelimitedList', Default: '' } });
    const resources = roles.Resources as Record<
      string,
      { Condition?: string; Properties: Record<string, unknown> }
    >;
    const policy = Object.values(resources).find(({ Condition }) => Condition === `Has${name}`);
    expect(policy?.Properties.Roles).toEqual(granted.map((Ref) => ({ Ref })));
    expect(JSON.stringify(policy?.Properties.PolicyDocument)).toContain(`"${action}"`);
    expect(JSON.stringify(policy?.Properties.PolicyDocument)).toContain(`{"Ref":"${name}"}`);
  });

  it('VpcAccess is off by default, and alone grants network interfaces, to builds', () => {
    expect(roles.Parameters).toMatchObject({ VpcAccess: { Default: 'false' } });
    const creating = policies.filter(({ statements }) =>
      statements.some(({ Action }) => Action.includes('ec2:CreateNetworkInterface')),
    );
    expect(creating.map(({ roles: granted, optional }) => ({ granted, optional }))).toEqual([
      { granted: ['BuildRole'], optional: true },
    ]);
  });

  it('lets only CodeBuild attach network interfaces', () => {
    const attaching = policies
      .flatMap(({ statements }) => statements)
      .filter(({ Action }) => Action.includes('ec2:CreateNetworkInterfacePermission'));
    expect(attaching.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' } },
    ]);
  });

  it('decrypts through S3 alone', () => {
    const decrypting = policies
      .flatMap(({ statements }) => statements)
      .filter(({ Action }) => Action.includes('kms:Decrypt'));
    expect(decrypting.map(({ Condition }) => Condition)).toEqual([
      { StringLike: { 'kms:ViaService': { 'Fn::Sub': 's3.${AWS::Region}.*' } } },
    ]);
  });
});

describe('the log role', () => {
  it("writes to the type's log group and its metrics, and nothing else", () => {
    expect(actionsOf('LogRole').sort()).toEqual([
      'cloudwatch:PutMetricData',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(allowing('logs:PutLogEvents', 'LogRole')).toMatchObject([{ Resource: ['{Fn::GetAtt}'] }]);
    expect(Object.keys(allowing('cloudwatch:PutMetricData', 'LogRole')[0]?.Condition ?? {})).toEqual([
      'StringEquals',
    ]);
  });
});

it("the template of the build role has the registration's statements", () => {
  const statementsOf = (from: Policy[]) =>
    from.filter(({ roles: granted }) => granted.includes('BuildRole')).map(({ statements }) => statements);
  expect(statementsOf(policiesOf(read('registration/build-role.yaml')))).toEqual(statementsOf(policies));
});

it.each(['BuildRole', 'ExecutionRole'])(
  '%s reads the default source buckets only in this account: their names can be guessed',
  (role) => {
    for (const action of ['s3:GetObject', 's3:GetObjectVersion'])
      expect(allowing(action, role).map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } },
      ]);
  },
);
