import { sourceValue } from '../../../cli/template/source-value';
import { parseTemplate } from '../../../cli/template/template';

function read(source: string) {
  const template = parseTemplate(`Resources: {}\nAnchor: &folder ./app\nSource: ${source}\n`, 't');
  return sourceValue(template, template.document.get('Source', true));
}

it.each([
  ['./app', './app'],
  ["'./my app'", './my app'],
  ['" app"', ' app'],
  ['>\n  ./app', './app'],
  ['|\n  ./app', './app'],
  ['*folder', './app'],
  ['1.10', '1.10'],
  ['yes', 'yes'],
  ['""', ''],
  ['~/app', '~/app'],
])('%j is the folder %j', (source, folder) => {
  expect(read(source)).toEqual({ kind: 'folder', folder });
});

it.each([
  '{S3Bucket: a, S3Key: b}',
  '{S3Bucket: !Ref A, S3Key: !Sub b}',
  '{Inline: !Sub "FROM scratch"}',
  '{"Inline": {"Fn::Join": ["", []]}}',
  '!If [c, {S3Bucket: a, S3Key: b}, {Inline: x}]',
  '{"Fn::If": [c, {Inline: x}, {"Fn::If": [d, {Inline: y}, {Inline: z}]}]}',
  '!If [c, {Inline: x}, !Ref AWS::NoValue]',
  '!GetAtt Custom.Source',
  '{"Fn::GetAtt": [Custom, Source]}',
  '{"Fn::Transform": {Name: Macro}}',
  '!Transform {Name: Macro}',
  '!Select [0, [{Inline: x}, {Inline: y}]]',
  '{"Fn::ForEach::X": []}',
  '{}',
])('%s is left to the deployment', (source) => {
  expect(read(source)).toEqual({ kind: 'object' });
});

it.each([
  ['!Sub ./app', 'is !Sub, whose value only the deployment knows'],
  ['!Sub [x, {}]', 'is !Sub, whose value only the deployment knows'],
  ['{"Fn::Sub": ./app}', 'is !Sub, whose value only the deployment knows'],
  ['!Ref Folder', 'is !Ref, whose value only the deployment knows'],
  ['{Ref: Folder}', 'is !Ref, whose value only the deployment knows'],
  ['!Join ["", [a]]', 'is !Join, whose value only the deployment knows'],
  ['!ImportValue x', 'is !ImportValue, whose value only the deployment knows'],
  ['!If [c, ./a, ./b]', 'is !If, whose value only the deployment knows'],
  ['!If [c, {Inline: x}, ./b]', 'is !If, whose value only the deployment knows'],
  ['{"Fn::If": [c, {Inline: x}, {"Fn::Sub": b}]}', 'is !If, whose value only the deployment knows'],
  ['!Select [0, [./a, ./b]]', 'is !Select, whose value only the deployment knows'],
  ['', 'is empty'],
  ['~', 'is empty'],
  ['[./app]', 'is a list'],
  ['!!str ./app', 'has a YAML tag'],
])('%s is refused: %s', (source, what) => {
  expect(read(source)).toEqual({ kind: 'refused', what });
});
