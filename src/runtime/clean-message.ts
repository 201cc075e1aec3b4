import { withinLimit } from './message-limit';

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/**
 * A message that every client can show: without terminal escapes and the control characters that XML 1.0 forbids (they
 * break every parser of a stack's events), in ASCII, within the limit.
 */
export const cleanMessage = (message: string): string =>
  withinLimit([...message.replaceAll(ESCAPES, '')].map(printable).join(''));

const punctuation: Record<string, string> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
};

function printable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 9 || code === 10 || code === 13) return character;
  if (code >= 32 && code < 127) return character;
  return punctuation[character] ?? '?';
}
