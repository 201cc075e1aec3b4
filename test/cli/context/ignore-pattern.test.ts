import { ignorePattern } from '../../../cli/context/ignore-pattern';

const paths = [
  'a',
  'ab',
  'a.b',
  'axb',
  'd/a',
  'd/e/a',
  'd/a.b',
  '[a]',
  'a\\b',
  'é',
  'a\nb',
  'a|b',
  'aab',
  '1',
  ']',
];

it.each<[string, string[]]>([
  ['a', ['a']],
  ['a.b', ['a.b']],
  ['a|b', ['a|b']],
  ['?', ['a', 'é', '1', ']']],
  ['a?b', ['a.b', 'axb', 'a\\b', 'a\nb', 'a|b', 'aab']],
  ['a*', ['a', 'ab', 'a.b', 'axb', 'a\\b', 'a\nb', 'a|b', 'aab']],
  ['*/a', ['d/a']],
  ['**/a', ['a', 'd/a', 'd/e/a']],
  ['**a', ['a', 'd/a', 'd/e/a']],
  ['**.b', ['a.b', 'd/a.b']],
  ['**', paths],
  ['d/**', ['d/a', 'd/e/a', 'd/a.b']],
  ['d**', ['d/a', 'd/e/a', 'd/a.b']],
  ['d/**/a', ['d/a', 'd/e/a']],
  ['**/?.b', ['a.b', 'd/a.b']],
  ['[ab]', ['a']],
  ['[^a]', ['é', '1', ']']],
  ['\\[a\\]', ['[a]']],
  ['a\\\\b', ['a\\b']],
  ['\\d', ['1']],
  ['a{2}?', ['aab']],
  ['*{2', []],
  ['?|b', paths],
])('%j matches %j', (pattern, expected) => {
  const matches = ignorePattern(pattern);
  expect(paths.filter(matches)).toEqual(expected);
});
