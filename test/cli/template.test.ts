import fc from 'fast-check';
import { parse } from 'yaml';
import { asciiEdits } from '../../cli/template/ascii';
import { folderSources } from '../../cli/template/folder-sources';
import { edited, parseTemplate } from '../../cli/template/template';
import { TYPE_NAME } from '../../cli/type-name';

const template = `# a comment that stays
Resources:
  Web:
    Type: ${TYPE_NAME}
    Properties:
      Source: ./app   # the folder
      BuildArgs:
        URL: !Sub 'https://\${Api}/x'
        OTHER: !GetAtt Api.Id
  Zip:
    Type: ${TYPE_NAME}
    Properties:
      Source: { S3Bucket: b, S3Key: k }
  Other:
    Type: AWS::SNS::Topic
`;

describe('packaging a template', () => {
  it('finds the builders whose Source is a folder, and no others', () => {
    const found = folderSources(parseTemplate(template, 't.yaml'), TYPE_NAME);
    expect(found.map(({ logicalId, folder, dockerfile }) => ({ logicalId, folder, dockerfile }))).toEqual([
      { logicalId: 'Web', folder: './app', dockerfile: 'Dockerfile' },
    ]);
  });

  it('changes nothing but the folder: comments, order and short intrinsics stay as written', () => {
    const parsed = parseTemplate(template, 't.yaml');
    const [source] = folderSources(parsed, TYPE_NAME);
    const { start = 0, end = 0 } = source ?? {};
    const text = edited(parsed.text, [{ start, end, text: '{"S3Bucket": "b"}' }]);
    expect(text).toBe(template.replace('./app', '{"S3Bucket": "b"}'));
  });

  it('writes text beyond ASCII as escapes that mean the same, in YAML and in JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (value, json) => {
        const written = { Resources: { A: { Type: 'X', Description: value } } };
        const text = json
          ? JSON.stringify(written)
          : `Resources:\n  A:\n    Type: X\n    Description: ${JSON.stringify(value)}\n`;
        const parsed = parseTemplate(text, 't');
        const result = edited(parsed.text, asciiEdits(parsed));
        expect(result).toMatch(/^\p{ASCII}*$/u);
        expect(json ? JSON.parse(result) : parse(result)).toEqual(written);
      }),
    );
  });

  it.each([
    ['Resources: [', /t\.yaml:\d+:\d+ is not a template/],
    ['Parameters: {}', /has no Resources/],
  ])('refuses %j with the place of the fault', (text, message) => {
    expect(() => parseTemplate(text, 't.yaml')).toThrow(message);
  });
});
