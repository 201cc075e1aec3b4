import fc from 'fast-check';
import { displayWidth, plain, shorten, split, wrap } from '../../../cli/display/width';

/** Texts as they come: wide characters, emoji, marks, styles. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '表示',
        '한국어',
        '👩‍👩‍👧‍👦',
        '☎️',
        '1️⃣',
        'é',
        '\u001b[31mred\u001b[39m',
        '  ',
        '（）',
        '🇩🇪',
        '…',
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));
const columns = fc.integer({ min: 4, max: 200 });

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['表示', 4],
    ['ｆｕｌｌ', 8],
    ['é', 1],
    ['\u001b[1m\u001b[31mred\u001b[39m\u001b[22m', 3],
    ['\u200b', 0],
    ['🚀', 2],
    ['█░⠋…', 4],
  ])('%j takes %i columns', (value, width) => {
    expect(displayWidth(value)).toBe(width);
  });

  it('is kept within any number of columns by shortening, splitting and wrapping', () => {
    fc.assert(
      fc.property(text, columns, (value, limit) => {
        const lines = [shorten(value, limit), ...split(value, limit), ...wrap(value, limit, '')];
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('loses nothing when a text is split, and only spaces when it is wrapped', () => {
    fc.assert(
      fc.property(text, columns, (value, limit) => {
        expect(split(value, limit).join('')).toBe(value);
        const withoutSpaces = (of: string) => of.replaceAll(' ', '');
        expect(withoutSpaces(wrap(value, limit, '').join(''))).toBe(withoutSpaces(value));
      }),
    );
  });
});

describe('wrapping', () => {
  it('breaks between words, and indents what follows', () => {
    expect(wrap('one two three four', 10, '  ')).toEqual(['one two', '  three', '  four']);
  });

  it('cuts a word that fits on no line', () => {
    expect(wrap('abcdefghij', 6, '  ')).toEqual(['abcdef', '  ghij']);
  });

  it('leaves a text alone that fits', () => {
    expect(wrap('one  two', 8, '  ')).toEqual(['one  two']);
  });
});

describe('text of others', () => {
  it.each([
    ['a\u001b[2K\u001b[1Ab', 'ab'],
    ['10%\r50%\r100%', '100%'],
    ['line\r\nnext\r\n', 'line\nnext\n'],
    ['a\tb', 'a    b'],
    ['bell\u0007\u0000', 'bell'],
    ['\u202eevil', 'evil'],
    ['\u001b]0;title\u0007x', 'x'],
  ])('%j is shown as %j', (value, shown) => {
    expect(plain(value)).toBe(shown);
  });
});
