import { folderSources } from '../../../cli/template/folder-sources';
import { parseTemplate } from '../../../cli/template/template';
import { TYPE_NAME } from '../../../cli/type-name';

const sourcesOf = (text: string) => folderSources(parseTemplate(text, 't.yaml'), TYPE_NAME);
const summary = (text: string) =>
  sourcesOf(text).map(({ logicalId, folder, position }) => [
    logicalId,
    folder,
    position !== undefined && text.slice(position.start, position.end),
  ]);

const builder = (properties: string) => `{Type: '${TYPE_NAME}', Properties: ${properties}}`;

describe('the builders with a folder', () => {
  it('are found with the place of the path, and no others', () => {
    const text = `
Resources:
  Web:
    Type: ${TYPE_NAME}
    Properties:
      Source: ./app   # the folder
      BuildArgs:
        Source: ./not-this
  Zip: ${builder('{Source: {S3Bucket: b, S3Key: k}}')}
  Other: {Type: 'AWS::SNS::Topic', Properties: {Source: ./x}}
  None: ${builder('{}')}
  Nothing: {Type: '${TYPE_NAME}'}
`;
    expect(summary(text)).toEqual([['Web', './app', './app']]);
  });

  it('are found inside loops', () => {
    const text = `Resources: {'Fn::ForEach::Apps': [Name, [a, b], {'App\${Name}': ${builder('{Source: ./app}')}}]}`;
    expect(summary(text)).toEqual([['App${Name}', './app', './app']]);
  });

  it('are found in JSON', () => {
    const text = JSON.stringify({ Resources: { Web: { Type: TYPE_NAME, Properties: { Source: './app' } } } });
    expect(summary(text)).toEqual([['Web', './app', '"./app"']]);
  });

  it.each([
    ['an alias of the path', `a: &a ./app\nResources: {Web: ${builder('{Source: *a}')}}`],
    ['an alias of the properties', `a: &a {Source: ./app}\nResources: {Web: ${builder('*a')}}`],
    [
      'a merge of the properties',
      `a: &a {Source: ./app}\nResources: {Web: ${builder('{<<: *a, Target: x}')}}`,
    ],
    [
      'an alias of the type and the path',
      `a: &a '${TYPE_NAME}'\nb: &b ./app\nResources: {Web: {Type: *a, Properties: {Source: *b}}}`,
    ],
    ['an alias of the builder', `a: &a ${builder('{Source: ./app}')}\nResources: {Web: *a}`],
    ['an alias of all resources', `a: &a {Web: ${builder('{Source: ./app}')}}\nResources: *a`],
    ['a merge of the resources', `a: &a {Web: ${builder('{Source: ./app}')}}\nResources: {<<: *a}`],
  ])('are found by %s, which has no separate place', (_, text) => {
    expect(summary(text)).toEqual([['Web', './app', false]]);
    expect(sourcesOf(text)[0]?.path).toBe('["Resources","Web","Properties","Source"]');
  });

  it('have the Dockerfile of the same properties', () => {
    expect(
      sourcesOf(`Resources: {Web: ${builder('{Source: ./app, Dockerfile: web}')}}`)[0]?.dockerfile,
    ).toEqual({ paths: ['web'], certain: true });
  });

  it('are refused where only the deployment knows the path', () => {
    expect(() => sourcesOf(`Resources:\n  Web: ${builder('{Source: !Sub ./app}')}`)).toThrow(
      /^t\.yaml:2:\d+: Web: Source is !Sub, whose value only the deployment knows: name a folder by its path, /,
    );
  });

  it('are looked for in a map', () => {
    expect(() => sourcesOf('Resources: [1]')).toThrow('Resources of the template is not a map');
  });

  it('are not looked for in more than CloudFormation takes', () => {
    const lines = Array.from(
      { length: 40 },
      (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`,
    );
    expect(() => sourcesOf(`a0: &a0 x\n${lines.join('\n')}\nResources: {A: *a40}\n`)).toThrow(
      'more than CloudFormation takes',
    );
  });
});
