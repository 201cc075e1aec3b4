import { edited, parseTemplate } from '../../../cli/template/template';

describe('reading a template', () => {
  it.each([
    ['Resources: [', /^t\.yaml:\d+:\d+ is not a template: /],
    ['Parameters: {}', /^t\.yaml is not a CloudFormation template: it has no Resources$/],
    ['', /^t\.yaml is not a CloudFormation template: it has no Resources$/],
    ['Resources:\n  A: 1\n  A: 2', 't.yaml:3:3 is not a template: this key is in the same map twice'],
    ['{"Resources": {"A": 1,\n"A": 2}}', 't.yaml:2:1 is not a template: this key is in the same map twice'],
    [
      'Resources: {}\n---\nResources: {}',
      't.yaml:2:1 is not a template: a second document starts here, but a template is a single one',
    ],
    ['Resources:\n\tA: 1', 't.yaml:2:1 is not a template: a tab can not indent YAML: use spaces'],
    ['Resources: {A: *a}', 't.yaml:1:16: the alias *a has no anchor &a before it'],
    ['Resources: {A: *a, B: &a 1}', 't.yaml:1:16: the alias *a has no anchor &a before it'],
    ['Resources: &a {A: *a}', 't.yaml:1:19: the alias *a is part of what it refers to'],
    ['Resources: &a {<<: *a}', 't.yaml:1:20: the alias *a is part of what it refers to'],
    ['Resources: @x', /^t\.yaml:1:12 is not a template: /],
  ])('refuses %j with the place and the fault, on one line', (text, message) => {
    expect(() => parseTemplate(text, 't.yaml')).toThrow(message);
    expect(() => parseTemplate(text, 't.yaml')).toThrow(/^[^\n]*$/);
  });

  it.each([
    '{\n\t"Resources": {\n\t\t"A": [\n\t\t\t1\n\t\t]\n\t}\n}',
    '\uFEFFResources: {}',
    'Resources: {A: !Foo [1]}',
    '---\nResources: {}\n...\n',
  ])('takes %j', (text) => {
    expect(parseTemplate(text, 't').document.has('Resources')).toBe(true);
  });
});

describe('a template that is nested', () => {
  const lines = (depth: number) => Array.from({ length: depth }, (_, n) => `${' '.repeat(n + 1)}a:`);
  const kinds: [name: string, nested: (depth: number) => string, tooDeep: number][] = [
    ['in lists', (depth) => `Resources: ${'['.repeat(depth)}${']'.repeat(depth)}`, 50_000],
    ['in lists on one line', (depth) => `Resources:\n ${'- '.repeat(depth)}a`, 50_000],
    ['in maps of JSON', (depth) => `{"Resources": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`, 50_000],
    ['in indented maps', (depth) => ['Resources:', ...lines(depth)].join('\n'), 1_000],
  ];

  it.each([
    ...kinds,
    ['in lists without an end', (depth: number) => `Resources: ${'['.repeat(depth)}`, 100_000] as const,
  ])('too deeply %s is refused', (_, nested, tooDeep) => {
    const parsing = () => parseTemplate(nested(tooDeep), 't');
    expect(parsing).toThrow(/^t:\d+:\d+ is not a template: it is nested too deeply$/);
  });

  it.each(kinds)('200 levels deep %s is taken', (_, nested) => {
    expect(parseTemplate(nested(200), 't').document.errors).toEqual([]);
  });
});

describe('editing a text', () => {
  it('makes all edits, regardless of their order', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 2, text: '-' },
    ];
    expect(edited('abcdefg', edits)).toBe('Ab-cdEfg');
  });

  it('leaves out an edit inside another one', () => {
    expect(
      edited('abcdefg', [
        { start: 2, end: 3, text: 'x' },
        { start: 1, end: 5, text: '_' },
      ]),
    ).toBe('a_fg');
  });

  it('keeps the line break at the end of a block scalar', () => {
    expect(edited('a: >\n  x\nb: 1', [{ start: 3, end: 9, text: '{}' }])).toBe('a: {}\nb: 1');
  });
});
