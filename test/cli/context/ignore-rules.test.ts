import {
  commonRules,
  type IgnoreRules,
  ignoreRules,
  type Judgement,
} from '../../../cli/context/ignore-rules';

function isIgnored(rules: IgnoreRules, path: string): boolean {
  let judgement: Judgement | undefined;
  const steps = path.split('/');
  for (const [index] of steps.entries())
    judgement = rules.judge(steps.slice(0, index + 1).join('/'), judgement);
  return judgement?.ignored === true;
}

const ignored = (text: string, paths: string[]) =>
  paths.filter((path) => isIgnored(ignoreRules(text, '.dockerignore'), path));

describe('an ignore file', () => {
  const paths = ['a.txt', 'b.md', 'src', 'src/a.txt', 'src/deep/b.md', '#x', '!x', 'A.txt', 'x y'];
  it.each<[string, string[]]>([
    ['', []],
    ['# a.txt\n\n   \n', []],
    [' # a.txt', []],
    ['\\#x', ['#x']],
    ['a.txt', ['a.txt']],
    ['a.txt\r\nb.md\r', ['a.txt', 'b.md']],
    ['\uFEFFa.txt', ['a.txt']],
    ['  a.txt \t', ['a.txt']],
    ['\u0085a.txt\u00a0', ['a.txt']],
    ['/a.txt', ['a.txt']],
    ['./src//deep/', ['src/deep/b.md']],
    ['src/../b.md', ['b.md']],
    ['../a.txt', []],
    ['src', ['src', 'src/a.txt', 'src/deep/b.md']],
    ['src\n!src/deep', ['src', 'src/a.txt']],
    ['*\n! a.txt', ['b.md', 'src', 'src/a.txt', 'src/deep/b.md', '#x', '!x', 'A.txt', 'x y']],
    ['!!x', []],
    ['*x\n!!x', ['#x']],
    ['src\n!src/deep\n*', ['a.txt', 'b.md', 'src', 'src/a.txt', '#x', '!x', 'A.txt', 'x y']],
    ['.', []],
  ])('%j ignores %j', (text, expected) => {
    expect(ignored(text, paths)).toEqual(expected);
  });

  it('takes a path that begins with an exclamation mark for an exception even after a slash, as Docker does', () => {
    expect(ignored('*\n/!a.txt', ['a.txt', 'b.md'])).toEqual(['b.md']);
  });

  it.each([
    ['a\n!', '.dockerignore:2: "!" takes nothing back: write a pattern after the "!"'],
    ['!/', '.dockerignore:1: "!/" takes nothing back: write a pattern after the "!"'],
    ['\n\n[a', '.dockerignore:3: "[a" is not a pattern that Docker understands'],
    ['[b-a]', '.dockerignore:1: "[b-a]" is not a pattern that Docker understands'],
  ])('%j is refused with the number of the line', (text, message) => {
    expect(() => ignoreRules(text, '.dockerignore').judge('a', undefined)).toThrow(message);
  });
});

describe('an ignored folder', () => {
  it.each<[string, boolean]>([
    ['node_modules', false],
    ['node_modules\n!src', false],
    ['node_modules\n!node', false],
    ['node_modules\n!node_modules/x/y', true],
    ['node_modules\n!node_modules', true],
    ['node_modules\n!node_modules/**', true],
    ['node_modules\n!**/*.js', true],
    ['node_modules\n!src/?.js', true],
    ['node_modules\n!other/*', false],
  ])('with %j is read: %s', (text, expected) => {
    expect(ignoreRules(text, '.dockerignore').mayTakeBack('node_modules')).toBe(expected);
  });
});

describe('the rules that several ignore files have in common', () => {
  const rules = commonRules([ignoreRules('src\na.txt', 'a'), ignoreRules('src/deep\na.txt\n!src/*', 'b')]);

  it.each<[string, boolean]>([
    ['a.txt', true],
    ['src', false],
    ['src/deep', false],
    ['b', false],
  ])('for %s: %s', (path, expected) => {
    expect(isIgnored(rules, path)).toBe(expected);
  });

  it('read a folder that one of them reads', () => {
    expect(rules.mayTakeBack('src')).toBe(true);
    expect(commonRules([ignoreRules('src', 'a'), ignoreRules('src', 'b')]).mayTakeBack('src')).toBe(false);
  });
});
