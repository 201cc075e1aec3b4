import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTemplate } from '../support/policies';

const root = resolve(__dirname, '../..');
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const templates = [...readdirSync(root), ...below('registration'), ...below('examples')].filter((name) =>
  /\.ya?ml$/.test(name),
);

/** What holds in one partition only, or is refused by CloudFormation. */
const faultsOf = (text: string): string[] =>
  [
    [/arn:aws[:-]/, 'an ARN of one partition'],
    [
      /(codebuild|resources\.cloudformation)\.\$\{AWS::URLSuffix\}/,
      'a service principal with the URL suffix',
    ],
    [/[a-z0-9}]\.amazonaws\.com(?!\.cn)\b/, 'a host name of one partition'],
    [/^\s*[^#\n]*[:-] [&*][a-z]\w*\s*$/im, 'a YAML alias, which CloudFormation refuses'],
  ].flatMap(([pattern, fault]) =>
    (pattern as RegExp).test(text.replace(/\b(codebuild|resources\.cloudformation)\.amazonaws\.com\b/g, ''))
      ? [fault as string]
      : [],
  );

describe('the check of templates', () => {
  it.each([
    ['Resource: arn:aws:s3:::a', 'an ARN of one partition'],
    ["Resource: !Sub 'arn:aws-cn:s3:::a'", 'an ARN of one partition'],
    ["Service: !Sub 'codebuild.${AWS::URLSuffix}'", 'a service principal with the URL suffix'],
    [
      'Url: !Sub https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod',
      'a host name of one partition',
    ],
    ['  Resource: *sources', 'a YAML alias, which CloudFormation refuses'],
    ['  Resource: &sources', 'a YAML alias, which CloudFormation refuses'],
  ])('finds in %s %s', (text, fault) => expect(faultsOf(text)).toEqual([fault]));
});

describe('the template', () => {
  it('of the registration is among those that are checked', () => {
    expect(templates).toEqual(
      expect.arrayContaining([
        'registration/registration.yaml',
        'resource-role.yaml',
        'examples/api-url/template.yaml',
      ]),
    );
  });

  it.each(templates)('%s works in every partition and has no alias', (name) => {
    expect(faultsOf(readFileSync(join(root, name), 'utf8'))).toEqual([]);
  });
});

describe.each(['registration/registration.yaml', 'registration/build-role.yaml', 'resource-role.yaml'])(
  'the trust policies of %s',
  (name) => {
    const resources = readTemplate(readFileSync(join(root, name), 'utf8')).Resources as Record<
      string,
      { Type: string; Properties: Record<string, unknown> }
    >;
    const trusting = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');

    it.each(trusting)(
      'let the service assume %s only for this account and this type',
      (_id, { Properties }) => {
        const document = Properties.AssumeRolePolicyDocument as { Statement: Record<string, object>[] };
        for (const { Principal, Condition } of document.Statement) {
          expect(Object.values(Principal ?? {})[0]).toMatch(
            /^(codebuild|resources\.cloudformation)\.amazonaws\.com$/,
          );
          expect(Condition).toMatchObject({
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          });
          const source = JSON.stringify(Condition);
          expect(source).toMatch(/project\/docker-builder-\*|type\/resource\/\$\{Type\}\/\*/);
        }
      },
    );
  },
);

describe('the registration', () => {
  const { Parameters, Resources } = readTemplate(
    readFileSync(join(root, 'registration/registration.yaml'), 'utf8'),
  ) as Record<'Parameters' | 'Resources', Record<string, Record<string, unknown>>>;

  it('keeps no version of the type, so that a replacement removes the old one and a deletion the last', () => {
    const keeping = Object.values(Resources).filter(
      (resource) => 'UpdateReplacePolicy' in resource || 'DeletionPolicy' in resource,
    );
    expect(keeping).toEqual([]);
  });

  it('gives every name of a role or a log group the prefix, and every role its Region', () => {
    const names = Object.values(Resources).flatMap(({ Type, Properties }) => {
      const { RoleName, LogGroupName } = Properties as Record<string, unknown>;
      return Type === 'AWS::IAM::Role' || Type === 'AWS::Logs::LogGroup' ? [RoleName ?? LogGroupName] : [];
    });
    expect(names.map((name) => Object.values(name as object)[0])).toEqual([
      '${NamePrefix}-build-${AWS::Region}',
      '${NamePrefix}-execution-${AWS::Region}',
      '/${NamePrefix}/handlers',
      '${NamePrefix}-log-${AWS::Region}',
    ]);
  });

  it('is deployed to an organisation with all of its optional rights', () => {
    const set = readTemplate(readFileSync(join(root, 'registration/stack-set.yaml'), 'utf8')) as {
      Resources: { Registrations: { Properties: { Parameters: { ParameterKey: string }[] } } };
    };
    const passed = set.Resources.Registrations.Properties.Parameters.map(({ ParameterKey }) => ParameterKey);
    const own = ['TypeName', 'NamePrefix'];
    expect([...passed, ...own].sort()).toEqual(Object.keys(Parameters).sort());
  });
});
