// How many columns a text takes in a terminal. Where terminals differ (an emoji of several parts), the larger number:
// a line that is too short does no harm.
import { stripVTControlCharacters } from 'node:util';

/** Combining marks and the characters that only join or direct others. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]$/u;
/** Turns the character before it into an emoji, which may take a column more. */
const EMOJI_STYLE = '\ufe0f';
/** East Asian wide and full-width characters, and everything that may be drawn as an emoji. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}\p{Extended_Pictographic}\p{Emoji_Presentation}]$/u;

const widthOf = (character: string) => {
  if (character >= ' ' && character <= '~') return 1;
  if (character === EMOJI_STYLE) return 1;
  return NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
};

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += widthOf(character);
  return width;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a style begins with one
const STYLE = /\u001b\[[0-9;]*m/y;

/** A text cut into pieces of at most `columns`, the first of at most `first`; styles take no room and stay in place. */
export function split(text: string, columns: number, first = columns): string[] {
  const pieces: string[] = [];
  let [piece, width, room] = ['', 0, first];
  for (let at = 0; at < text.length; ) {
    STYLE.lastIndex = at;
    const style = STYLE.exec(text)?.[0];
    const unit = style ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    const needed = style === undefined ? widthOf(unit) : 0;
    if (width + needed > room && piece !== '') {
      pieces.push(piece);
      [piece, width, room] = ['', 0, columns];
    }
    piece += unit;
    width += needed;
    at += unit.length;
  }
  return [...pieces, piece];
}

/** A text as lines of at most `columns`, broken between words where possible; all but the first begin with `indent`. */
export function wrap(text: string, columns: number, indent: string): string[] {
  if (displayWidth(text) <= columns) return [text];
  const room = columns - displayWidth(indent);
  const lines = [''];
  const width = () => displayWidth(lines.at(-1) ?? '');
  for (const word of text.split(/(?<= )(?=[^ ])/)) {
    const limit = lines.length === 1 ? columns : room;
    if (width() > 0 && width() + displayWidth(word.trimEnd()) > limit) lines.push('');
    const left = (lines.length === 1 ? columns : room) - width();
    const [first = '', ...others] = displayWidth(word.trimEnd()) > left ? split(word, room, left) : [word];
    lines.push(`${lines.pop()}${first}`, ...others);
  }
  return lines.map((line, index) => `${index === 0 ? '' : indent}${trimEnd(line)}`);
}

/** Without the spaces at the end, also where a style ends behind them. */
const trimEnd = (line: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a style begins with one
  line.replace(/ +((?:\u001b\[[0-9;]*m)*)$/, '$1');

/** A text of at most `columns`; what is cut off becomes an ellipsis, and styles end. */
export function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const [start = ''] = split(text, columns - 1);
  return `${start}…${start.includes('\u001b[') ? '\u001b[0m' : ''}`;
}

/** Text of others without what would move the cursor: no escape sequences, no overwriting, no control characters. */
export function plain(text: string): string {
  return (
    stripVTControlCharacters(text)
      // A progress bar overwrites its line: the last state is what a terminal would show.
      .replace(/\r+(?=\n|$)/g, '')
      .replace(/[^\n]*\r/g, '')
      .replaceAll('\t', '    ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
  );
}
