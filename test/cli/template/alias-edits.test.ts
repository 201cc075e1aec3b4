import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { aliasEdits } from '../../../cli/template/alias-edits';
import { pathKey } from '../../../cli/template/flow-text';
import { edited, parseTemplate } from '../../../cli/template/template';

function writtenOut(text: string, replacements: ReadonlyMap<string, string> = new Map()): string {
  const template = parseTemplate(text, 't.yaml');
  return edited(template.text, aliasEdits(template, replacements));
}

describe('writing out aliases', () => {
  it.each([
    ['a: &a x\nResources: [*a]\n', 'a: x\nResources: [x]\n'],
    [
      'a: &a {k: !Sub "v,w"}   # keep\nResources: *a\n',
      'a: {k: !Sub "v,w"}   # keep\nResources: {k: !Sub "v,w"}\n',
    ],
    ['a: &a\n  k: 1\n  # c\nResources:\n  - *a # d\n', 'a: \n  k: 1\n  # c\nResources:\n  - {k: 1} # d\n'],
    ['a: &a |\n  x\n  y\nResources: *a\n', 'a: |\n  x\n  y\nResources: "x\\ny\\n"\n'],
    ['a: &a\nResources: [*a, *a]\n', 'a: \nResources: [null, null]\n'],
    ["a: &a 'ü'\nResources: *a\n", 'a: \'ü\'\nResources: "\\u00fc"\n'],
    ['a: &a a, b [c]\nResources: *a\n', 'a: a, b [c]\nResources: "a, b [c]"\n'],
    ['a: &a 010\nb: &b yes\nResources: [*a, *b]\n', 'a: 010\nb: yes\nResources: [010, yes]\n'],
    [
      'a: &a !GetAtt A.B\nb: &b !GetAZs ""\nResources: [*a, *b]\n',
      'a: !GetAtt A.B\nb: !GetAZs ""\nResources: [!GetAtt A.B, !GetAZs ""]\n',
    ],
    ['a: &a !If [c, x, !Ref y]\nResources: *a\n', 'a: !If [c, x, !Ref y]\nResources: !If [c, x, !Ref y]\n'],
    ['a: &a k\nResources:\n  *a : 1\n', 'a: k\nResources:\n  k : 1\n'],
    ['a: &a 1\nb: &a 2\nResources: *a\n', 'a: 1\nb: 2\nResources: 2\n'],
    ['a: &a [1]\nb: &b [*a]\nResources: *b\n', 'a: [1]\nb: [[1]]\nResources: [[1]]\n'],
    ['Resources: {a: &a "x & y * z", b: *a}\n', 'Resources: {a: "x & y * z", b: "x & y * z"}\n'],
  ])('turns %j into %j', (text, expected) => {
    expect(writtenOut(text)).toBe(expected);
  });

  it('leaves a text without anchors as it is, also where it contains their characters', () => {
    const text = 'Resources: {a: "&x", b: "*x"} # &y *y\nc: |\n  &z *z <<: *z\n';
    expect(writtenOut(text)).toBe(text);
  });

  it('leaves JSON as it is', () => {
    const text = '{"Resources": {"<<": {"a": "&x *x"}}}';
    expect(writtenOut(text)).toBe(text);
  });
});

describe('writing out merge keys', () => {
  it.each([
    ['a: &a {k: 1, l: 2}\nResources:\n  <<: *a\n  l: 3\n', 'a: {k: 1, l: 2}\nResources:\n  k: 1\n  l: 3\n'],
    ['a: &a {k: 1, l: 2}\nResources:\n  l: 3\n  <<: *a\n', 'a: {k: 1, l: 2}\nResources:\n  l: 3\n  k: 1\n'],
    [
      'a: &a {k: 1}\nb: &b {k: 2, l: 2}\nResources:\n  <<: [*a, *b]\n',
      'a: {k: 1}\nb: {k: 2, l: 2}\nResources:\n  k: 1\n  l: 2\n',
    ],
    ['a: &a {k: 1}\nResources:\n- <<: *a\n  l: 2\n', 'a: {k: 1}\nResources:\n- k: 1\n  l: 2\n'],
    ['a: &a {k: 1, m: 2}\nResources: {<<: *a, k: 2}\n', 'a: {k: 1, m: 2}\nResources: {m: 2, k: 2}\n'],
    ['a: &a {k: 1}\nResources:\n  <<: *a\n  k: 2\n', 'a: {k: 1}\nResources:\n  \n  k: 2\n'],
    ['a: &a {}\nResources:\n  <<: *a\n', 'a: {}\nResources:\n  {}\n'],
    [
      'a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nResources: *b\n',
      'a: {k: 1}\nb: {k: 1, l: 2}\nResources: {k: 1, l: 2}\n',
    ],
    ['Resources:\n  <<:\n    k: 1\n  l: 2\n', 'Resources:\n  k: 1\n  l: 2\n'],
    ['a: &a {k: {<<: {x: 1}}}\nResources:\n  <<: *a\n', 'a: {k: {x: 1}}\nResources:\n  k: {x: 1}\n'],
    ['Resources: {"<<": 1}\n', 'Resources: {"<<": 1}\n'],
  ])('turns %j into %j', (text, expected) => {
    expect(writtenOut(text)).toBe(expected);
  });

  it.each(['Resources: {<<: 1}', 'Resources:\n  <<: [1]', 'a: &a [1]\nResources:\n  <<: [*a]'])(
    'refuses %j',
    (text) => {
      expect(() => writtenOut(text)).toThrow(
        /^t\.yaml:\d+:\d+: a merge key \(<<\) takes a map or a list of maps$/,
      );
    },
  );
});

it('what replaces a node is written wherever the node comes by an alias, and only there', () => {
  const text = 'a: &a {S: x}\nResources: {A: *a, B: {<<: *a}, C: [*a]}\n';
  const replacements = new Map([
    [pathKey(['Resources', 'A', 'S']), '{a: 1}'],
    [pathKey(['Resources', 'B', 'S']), '{b: 1}'],
    [pathKey(['Resources', 'C', 0, 'S']), '{c: 1}'],
  ]);
  expect(writtenOut(text, replacements)).toBe(
    'a: {S: x}\nResources: {A: {S: {a: 1}}, B: {S: {b: 1}}, C: [{S: {c: 1}}]}\n',
  );
});

it('aliases of aliases that stand for more than CloudFormation takes are refused at once', () => {
  const lines = Array.from(
    { length: 40 },
    (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`,
  );
  expect(() => writtenOut(`a0: &a0 x\n${lines.join('\n')}\nResources: {}\n`)).toThrow(
    /^t\.yaml:\d+:\d+: the template is longer than CloudFormation takes \(1 MB\) once its YAML aliases are resolved$/,
  );
});

it('thousands of aliases are resolved', () => {
  const aliases = Array.from({ length: 5000 }, (_, index) => `  A${index}: *a`).join('\n');
  expect(writtenOut(`a: &a {x: 1}\nResources:\n${aliases}\n`)).toMatch(/A4999: \{x: 1\}\n$/);
});

/** A value as YAML text, in block or flow style; `$n` is an alias of the n-th value before it. */
type Value = string | Value[] | { [key: string]: Value };

const anyValue = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('x', '1', '"a: b, #c"', "'é'", '!Sub "${x}"', '!Ref Y', 'true', 'a b', '$0', '$1', '$2'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('k', 'l', 'm', '<<', 'n o'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

function write(value: Value, index: number, maps: readonly boolean[], indent: string, flow: boolean): string {
  const inner = (one: Value, deeper: string) => write(one, index, maps, deeper, flow);
  if (typeof value === 'string') {
    const back = /^\$(\d)$/.exec(value)?.[1];
    if (back === undefined) return value;
    return index > Number(back) ? `*a${index - 1 - Number(back)}` : 'none';
  }
  if (Array.isArray(value)) {
    if (flow || value.length === 0) return `[${value.map((one) => inner(one, indent)).join(', ')}]`;
    return value.map((one) => `\n${indent}- ${inner(one, `${indent}  `)}`).join('');
  }
  const members = Object.entries(value).flatMap(([key, one]) => {
    if (key !== '<<') return [`${key}: ${inner(one, `${indent}  `)}`];
    const merged = maps.lastIndexOf(true, index - 1);
    return merged < 0 || index === 0 ? [] : [`<<: *a${merged}`];
  });
  if (flow || members.length === 0) return `{${members.join(', ')}}`;
  return members.map((member) => `\n${indent}${member}`).join('');
}

it('random templates mean the same afterwards, and contain no alias, anchor or merge key', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          anyValue.map((value) => (typeof value === 'string' ? [value] : value)),
          fc.boolean(),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      (values) => {
        const maps = values.map(([value]) => typeof value === 'object' && !Array.isArray(value));
        const lines = values.map(
          ([value, flow], index) => `v${index}: &a${index} ${write(value, index, maps, '  ', flow)}`,
        );
        const text = `Resources: {}\n${lines.join('\n')}\n`;
        const meaning = parseDocument(text, { merge: true, logLevel: 'error' }).toJS({ maxAliasCount: -1 });
        const result = writtenOut(text);
        const document = parseDocument(result, { logLevel: 'error' });
        expect(document.errors).toEqual([]);
        expect(document.toJS({ maxAliasCount: 0 })).toEqual(meaning);
        expect(result).not.toMatch(/&a\d|\*a\d|<<:/);
      },
    ),
    { numRuns: 500 },
  );
});
