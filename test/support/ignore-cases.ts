import fc from 'fast-check';

/** Names with what patterns and paths give a meaning to. */
const name = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('a', 'b', 'ab', 'A', 'a.txt', 'b.md', '.h', 'src', 'x y', 'foo.js', '1'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[a]',
      'a*b',
      '!a',
      '#a',
      'a\\b',
      'é',
      '🦜',
      'a^b',
      'a|b',
      '{a}',
      '-',
      ']',
      '_',
      '?',
    ),
  },
);

const step = fc.oneof(
  { weight: 5, arbitrary: name },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '*',
      '**',
      '?',
      'a*',
      '*.txt',
      '**.txt',
      '*b',
      'a**',
      '**a',
      '[ab]',
      '[^a]',
      '[a-c]',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '..',
        '.',
        '',
        '\\a',
        '\\[a\\]',
        '\\d',
        '\\w*',
        '[[:alpha:]]',
        '[*]',
        '[?]',
        '[!a]',
        '\\*',
        'a?',
        '**?',
        '?**',
      ],
      ...[
        '^',
        '^*',
        '$*',
        '[\\d]',
        '[+--]',
        '\\Qa\\E',
        '[a.]',
        '\\141',
        '\\x61',
        '***',
        '**a**',
        '*.{txt,md}',
        'a|b',
        '*|b',
      ],
      ...['[', '[a-', '[]a]', '[b-a]', '\\q', '\\', 'a{2}*'],
    ),
  },
);

const line = fc
  .tuple(
    fc.constantFrom('', '', '', '', '!', '!', '! ', '/', '!/', ' ', '\t', '#'),
    fc.array(step, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '', '', '/', ' ', '\r', '/**', '/*', '\u00a0'),
  )
  .map(([start, steps, end]) => start + steps.join('/') + end);

/** The text of an ignore file. */
export const ignoreText = fc
  .tuple(
    fc.constantFrom('', '', '', '\uFEFF'),
    fc.array(line, { minLength: 1, maxLength: 6 }),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([mark, lines, end]) => mark + lines.join(end));

/** Paths of files; two of them may exclude each other (`a` and `a/b`). */
export const filePaths = fc.array(
  fc.array(name, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/')),
  { minLength: 8, maxLength: 25 },
);
