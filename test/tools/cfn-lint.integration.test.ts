import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderOf } from '../support/folder';
import { root, run } from '../support/tools';

const inline = { Source: { Inline: 'FROM scratch\n' } };
const of = (properties: object) => ({ ...inline, ...properties });
const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'value' }));

/** Each with the rule that must find it, and where; a pattern for properties that are a map of any names. */
const misuses: [what: string, properties: object, rule: string, path: string][] = [
  ['a property that does not exist', of({ BuildArguments: {} }), 'E3002', 'BuildArguments'],
  ['a member that does not exist', of({ Repository: { Names: 'a/b' } }), 'E3002', 'Repository/Names'],
  [
    'an argument that no shell could name',
    of({ BuildArgs: { 'API-URL': 'x' } }),
    'E3002',
    'BuildArgs/API-URL',
  ],
  ['no source', {}, 'E3003', ''],
  ['a tag without a value', of({ Tags: [{ Key: 'team' }] }), 'E3003', 'Tags/0'],
  [
    'a VPC without subnets',
    of({ VpcConfig: { VpcId: 'vpc-1', SecurityGroupIds: ['sg-1'] } }),
    'E3003',
    'VpcConfig',
  ],
  ['a folder that was not packaged', { Source: './app' }, 'E3012', 'Source'],
  ['arguments as a list', of({ BuildArgs: ['GREETING=hello'] }), 'E3012', 'BuildArgs'],
  ['a number that is none', of({ TimeoutInMinutes: 'soon' }), 'E3012', 'TimeoutInMinutes'],
  ['one platform instead of a list', of({ Platforms: 'linux/amd64' }), 'E3012', 'Platforms'],
  [
    'two sources',
    { Source: { Inline: 'FROM scratch\n', S3Bucket: 'bucket', S3Key: 'key' } },
    'E3018',
    'Source',
  ],
  ['no source in Source', { Source: {} }, 'E3018', 'Source'],
  ['a compute type that does not exist', of({ ComputeType: 'BUILD_GENERAL1_HUGE' }), 'E3030', 'ComputeType'],
  ['a platform that does not exist', of({ Platforms: ['linux/arm'] }), 'E3030', 'Platforms/0'],
  [
    'a removal policy in other letters',
    of({ Repository: { RemovalPolicy: 'Retain' } }),
    'E3030',
    'Repository/RemovalPolicy',
  ],
  ['a name in upper case', of({ BuilderName: 'Web' }), 'E3031', 'BuilderName'],
  ['a role that is not an ARN', of({ ServiceRoleArn: 'build-role' }), 'E3031', 'ServiceRoleArn'],
  ['no platform', of({ Platforms: [] }), 'E3032', 'Platforms'],
  ['more tags than CodeBuild allows', of({ Tags: tags(47) }), 'E3032', 'Tags'],
  ['a name that is too short', of({ BuilderName: 'w' }), 'E3033', 'BuilderName'],
  ['an argument that is too long', of({ BuildArgs: { LONG: 'x'.repeat(4097) } }), 'E3033', 'BuildArgs/LONG'],
  ['a time-out beyond the maximum', of({ TimeoutInMinutes: 481 }), 'E3034', 'TimeoutInMinutes'],
  [
    'a retention of no day',
    of({ Repository: { UntaggedRetentionDays: 0 } }),
    'E3034',
    'Repository/UntaggedRetentionDays',
  ],
  ['a platform twice', of({ Platforms: ['linux/amd64', 'linux/amd64'] }), 'E3037', 'Platforms'],
];

const attribute = (use: object) => ({
  Resources: { Image: { Type: 'TokenInjectable::Docker::Builder', Properties: inline } },
  Outputs: { Uri: { Value: use } },
});
const wrongAttributes: [what: string, template: object, rule: string, path: string][] = [
  ['Fn::GetAtt', attribute({ 'Fn::GetAtt': ['Image', 'Uri'] }), 'E6101', 'Outputs/Uri/Value/Fn::GetAtt/1'],
  ['Fn::Sub', attribute({ 'Fn::Sub': '${Image.Uri}' }), 'E6101', 'Outputs/Uri/Value/Fn::Sub'],
];

const SKIPPED = ['.git', '.github', '.tools', '.venv', 'build', 'dist', 'node_modules'];
const isTemplate = (text: string): boolean => /^("?|\{\s*")Resources"?:/m.test(text);

/** Every template of the project, with those in documents. */
function templates(): [name: string, text: string][] {
  const names = readdirSync(root)
    .filter((name) => !SKIPPED.includes(name))
    .flatMap((name) => [
      name,
      ...(readdirSync(root, { withFileTypes: true })
        .find((entry) => entry.name === name)
        ?.isDirectory()
        ? readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((below) =>
            join(name, below),
          )
        : []),
    ]);
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const files = names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => [name, read(name)] as const);
  const documents = names
    .filter((name) => name.endsWith('.md') && !name.startsWith('docs/'))
    .flatMap((name) =>
      [...read(name).matchAll(/^```(?:ya?ml|json)\n([\s\S]*?)^```/gm)].map(
        ([, text = ''], index) => [`${name}-${index}.yaml`, text] as const,
      ),
    );
  return (
    [...files, ...documents]
      .filter(([, text]) => isTemplate(text))
      // As `docker-builder package` writes it.
      .map(([name, text]) => [
        name.replaceAll('/', '--'),
        text.replace(/Source: \.\/\S+/g, 'Source: { S3Bucket: bucket, S3Key: key }'),
      ])
  );
}

/** A snippet in a document shows one thing: no warning counts, and a resource may be in an earlier snippet. */
const matters = (name: string, rule: string): boolean =>
  !name.includes('.md-') || (rule.startsWith('E') && !['E1010', 'E1019', 'E1020'].includes(rule));

interface Match {
  Filename: string;
  Rule: { Id: string };
  Location: { Path: (string | number)[] | null };
}

describe('cfn-lint with the schema of the type', () => {
  const good = templates();
  let folder: Folder;
  let matches: Match[];

  // One process for all of them: starting it takes longer than checking.
  beforeAll(async () => {
    folder = folderOf(Object.fromEntries(good.map(([name, text]) => [`good/${name}`, text])));
    const write = (name: string, template: object) =>
      writeFileSync(join(folder.path, `${name}.json`), JSON.stringify(template));
    for (const [index, [, Properties]] of misuses.entries())
      write(`misuse-${index}`, {
        Resources: { Image: { Type: 'TokenInjectable::Docker::Builder', Properties } },
      });
    for (const [index, [, template]] of wrongAttributes.entries()) write(`attribute-${index}`, template);
    mkdirSync(join(folder.path, 'schemas'));
    cpSync(
      join(root, 'schema/token-injectable-docker-builder.json'),
      join(folder.path, 'schemas/builder.json'),
    );
    const { stdout, stderr } = await run(join(root, '.venv/bin/cfn-lint'), [
      ...['--registry-schemas', join(folder.path, 'schemas'), '--regions', 'us-east-1', '--format', 'json'],
      ...['--template', join(folder.path, 'good/*'), join(folder.path, '*.json')],
    ]);
    expect(stderr).toBe('');
    matches = JSON.parse(stdout);
  }, 120_000);
  afterAll(() => folder.remove());

  const found = (name: string): [string, string][] =>
    matches
      .filter(({ Filename }) => Filename === join(folder.path, name))
      .map(({ Rule, Location }) => [Rule.Id, (Location.Path ?? []).join('/')]);

  it('has templates to check: of the registration, the examples and the documents', () => {
    const names = good.map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'registration--registration.yaml',
        'resource-role.yaml',
        'examples--api-url--template.yaml',
        'README.md-0.yaml',
      ]),
    );
  });

  it.each(good.map(([name]) => name))('has no complaint about %s', (name) => {
    expect(found(`good/${name}`).filter(([rule]) => matters(name, rule))).toEqual([]);
  });

  it.each(misuses.map(([what, , rule, path], index) => [what, rule, path, index] as const))(
    'finds %s, by rule %s',
    (_, rule, path, index) => {
      const at = ['Resources/Image/Properties', path].filter(Boolean).join('/');
      const places = found(`misuse-${index}.json`);
      expect(places).toContainEqual([rule, at]);
      // Each branch of a choice that does not match may add a complaint about the same place.
      expect(new Set(places.map(([, place]) => place))).toEqual(new Set([at]));
    },
  );

  it.each(wrongAttributes.map(([what, , rule, path], index) => [what, rule, path, index] as const))(
    'finds an attribute that does not exist in %s, by rule %s',
    (_, rule, path, index) => {
      expect(found(`attribute-${index}.json`)).toEqual([[rule, path]]);
    },
  );
});
