import { isAcceptedPattern } from '../../../cli/context/pattern-syntax';

it.each([
  'a',
  '*',
  '**/a',
  '[a]',
  '[a-z]',
  '[^a]',
  '[\\]]',
  '\\a',
  '.',
  '?',
  'a]',
  '[[:alpha:]]',
  '',
  '[ab]*[a-c]?',
])('%j is accepted', (pattern) => expect(isAcceptedPattern(pattern)).toBe(true));

it.each(['[', '[a', '[]', '[]a]', '[^]', '[a-]', '[-a]', '[a-b-c]', '\\', '.\\', '[a\\', '*[', '.*['])(
  '%j is malformed',
  (pattern) => expect(isAcceptedPattern(pattern)).toBe(false),
);

it('a malformed part is not found when an earlier one already decides, as in Go', () => {
  expect(isAcceptedPattern('a*[')).toBe(true);
});
