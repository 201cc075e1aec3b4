// Docker matches ignore patterns with Go's regular expressions, in which some escapes and classes mean something else
// than in JavaScript. This translates the ones that its pattern matcher can produce. https://pkg.go.dev/regexp/syntax

type Ranges = [low: number, high: number][];

const LAST = 0x10ffff;
const span = (text: string): Ranges => [...text.matchAll(/(.)-(.)/gsu)].map(([, a, b]) => [code(a), code(b)]);
const code = (character = '') => character.codePointAt(0) ?? 0;

const PERL: Record<string, Ranges> = {
  d: span('0-9'),
  w: span('0-9A-Z_-_a-z'),
  s: [...span('\t-\n\f-\r'), ...span(' - ')],
};

const POSIX: Record<string, Ranges> = {
  alnum: span('0-9A-Za-z'),
  alpha: span('A-Za-z'),
  ascii: span('\0-\x7f'),
  blank: [...span('\t-\t'), ...span(' - ')],
  cntrl: [...span('\0-\x1f'), ...span('\x7f-\x7f')],
  digit: span('0-9'),
  graph: span('!-~'),
  lower: span('a-z'),
  print: span(' -~'),
  punct: [...span('!-/'), ...span(':-@'), ...span('[-`'), ...span('{-~')],
  space: [...span('\t-\r'), ...span(' - ')],
  upper: span('A-Z'),
  word: span('0-9A-Z_-_a-z'),
  xdigit: span('0-9A-Fa-f'),
};

const CONTROL: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

const ASSERTIONS: Record<string, string> = {
  '^': '^',
  '\\A': '^',
  $: '$',
  '\\z': '$',
  '\\b': '\\b',
  '\\B': '\\B',
};

/** The JavaScript source (flag `u`) that matches what the Go expression matches. Throws SyntaxError where Go refuses it. */
export function javaScriptSource(goSource: string): string {
  let rest = goSource;
  let result = '';
  const take = (length: number) => {
    const taken = rest.slice(0, length);
    rest = rest.slice(length);
    return taken;
  };
  while (rest !== '') {
    const perl = /^\\([dws])/i.exec(rest)?.[1];
    const assertion = /^(?:\\[AzbB]|[$^])/.exec(rest)?.[0];
    const quoted = /^\\Q(.*?)(?:\\E|$)/s.exec(rest);
    const repeat = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
    if (rest.startsWith('[')) {
      const parsed = characterClass(rest);
      result += parsed.source;
      take(parsed.length);
    } else if (perl !== undefined) {
      result += classSource(perlRanges(perl), false);
      take(2);
    } else if (assertion !== undefined) {
      result += `(?:${ASSERTIONS[assertion]})`;
      take(assertion.length);
    } else if (quoted) {
      result += [...(quoted[1] ?? '')].map((character) => hex(code(character))).join('');
      take(quoted[0].length);
    } else if (repeat) {
      requireCounts(repeat);
      result += take(repeat[0].length);
    } else if (rest.startsWith('\\')) {
      const { value, length } = escapeSequence(rest);
      result += hex(value);
      take(length);
    } else if (rest.startsWith('.')) {
      result += '[^\\n]';
      take(1);
    } else if (/^[()*?|]/.test(rest)) result += take(1);
    else {
      const character = take(String.fromCodePoint(code(rest)).length);
      result += hex(code(character));
    }
  }
  return result;
}

/** Go's limit of a repetition is 1,000. */
function requireCounts([text, low, , high]: RegExpExecArray): void {
  const counts = [low, high].filter((count) => count !== '').map(Number);
  const [least = 0, most = least] = counts;
  if (most < least || Math.max(least, most) > 1000) throw new SyntaxError(`no repetition ${text}`);
}

/** A class at the start of `text`: a `]` that comes first is a member, and `[:name:]` is a class inside the class. */
function characterClass(text: string): { source: string; length: number } {
  const negated = text.startsWith('[^');
  const start = negated ? 2 : 1;
  const ranges: Ranges = [];
  let at = start;
  while (text[at] !== ']' || at === start) {
    const rest = text.slice(at);
    const named = /^\[:(\^?)(.*?):\]/s.exec(rest);
    const perl = /^\\([dws])/i.exec(rest)?.[1];
    if (named) {
      const found = POSIX[named[2] ?? ''];
      if (found === undefined) throw new SyntaxError(`no class ${named[0]}`);
      ranges.push(...(named[1] ? complement(found) : found));
      at += named[0].length;
    } else if (perl !== undefined) {
      ranges.push(...perlRanges(perl));
      at += 2;
    } else {
      const low = member(rest);
      at += low.length;
      const high = text[at] === '-' && text[at + 1] !== ']' ? member(text.slice(at + 1)) : undefined;
      if (high !== undefined) at += 1 + high.length;
      if (high !== undefined && high.value < low.value)
        throw new SyntaxError('a range that ends before it starts');
      ranges.push([low.value, high?.value ?? low.value]);
    }
  }
  return { source: classSource(ranges, negated), length: at + 1 };
}

function member(text: string): { value: number; length: number } {
  if (text === '') throw new SyntaxError('a class without an end');
  if (text.startsWith('\\')) return escapeSequence(text);
  return { value: code(text), length: String.fromCodePoint(code(text)).length };
}

/** `\` before punctuation is that character; before letters and digits only some are defined. */
function escapeSequence(text: string): { value: number; length: number } {
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(text);
  if (octal) return { value: Number.parseInt(octal[1] ?? '', 8), length: octal[0].length };
  const byte = /^\\x([0-9A-Fa-f]{2})/.exec(text);
  if (byte) return { value: Number.parseInt(byte[1] ?? '', 16), length: 4 };
  const next = text.charAt(1);
  const control = CONTROL[next];
  if (control !== undefined) return { value: control, length: 2 };
  if (/^[\0-\x7f]$/.test(next) && !/[0-9A-Za-z]/.test(next)) return { value: code(next), length: 2 };
  throw new SyntaxError(`no escape \\${next}`);
}

const perlRanges = (letter: string): Ranges => {
  const ranges = PERL[letter.toLowerCase()] ?? [];
  return letter === letter.toLowerCase() ? ranges : complement(ranges);
};

function complement(ranges: Ranges): Ranges {
  const result: Ranges = [];
  let next = 0;
  for (const [low, high] of [...ranges].sort(([a], [b]) => a - b)) {
    if (low > next) result.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  return next > LAST ? result : [...result, [next, LAST]];
}

const classSource = (ranges: Ranges, negated: boolean) =>
  `[${negated ? '^' : ''}${ranges.map(([low, high]) => `${hex(low)}-${hex(high)}`).join('')}]`;

const hex = (value: number) => `\\u{${value.toString(16)}}`;
