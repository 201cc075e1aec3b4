// Docker first passes each line of an ignore file to Go's filepath.Match, with the name ".", and fails the build if that
// reports a malformed pattern. It reads a pattern only as far as it needs to, so not every malformed one is refused.

interface Chunk {
  /** Whether a `*` comes before it. */
  star: boolean;
  text: string;
}

/** Whether Docker accepts a cleaned pattern at all. */
export function isAcceptedPattern(pattern: string): boolean {
  let name = '.';
  const chunks = split(pattern);
  for (const [index, { star, text }] of chunks.entries()) {
    if (star && text === '') return true;
    const last = index === chunks.length - 1;
    let rest: string | undefined;
    for (const attempt of star && name !== '' ? [name, ''] : [name]) {
      const result = matchChunk(text, attempt);
      if (result === 'malformed') return false;
      rest = result.rest === '' || !last ? result.rest : undefined;
      if (rest !== undefined) break;
    }
    if (rest === undefined) return true;
    name = rest;
  }
  return true;
}

/** Splits at each run of `*` that is neither escaped nor in a class. */
function split(pattern: string): Chunk[] {
  const chunks: Chunk[] = [];
  let inClass = false;
  let current: Chunk = { star: false, text: '' };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*' && !inClass) {
      if (current.text !== '') chunks.push(current);
      current = { star: true, text: '' };
      continue;
    }
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    if (character === '\\') at += 1;
    current.text += character === '\\' ? `\\${pattern.charAt(at)}` : character;
  }
  return current.star || current.text !== '' ? [...chunks, current] : chunks;
}

/** Matches the beginning of `name`, which is "." or empty; `rest` is undefined when it does not match. */
function matchChunk(chunk: string, name: string): { rest: string | undefined } | 'malformed' {
  let rest: string | undefined = name;
  const consume = (matches: boolean) => {
    rest = rest !== '' && matches ? rest?.slice(1) : undefined;
  };
  for (let at = 0; at < chunk.length; ) {
    const character = chunk.charAt(at);
    if (character === '[') {
      const parsed = readClass(chunk, at + 1);
      if (parsed === undefined) return 'malformed';
      consume(parsed.containsDot);
      at = parsed.end;
    } else if (character === '\\') {
      if (at + 1 === chunk.length) return 'malformed';
      consume(chunk[at + 1] === '.');
      at += 2;
    } else {
      consume(character === '?' || character === '.');
      at += 1;
    }
  }
  return { rest };
}

/** The class whose first member is at `start`, and the position after it. */
function readClass(chunk: string, start: number): { containsDot: boolean; end: number } | undefined {
  const negated = chunk[start] === '^';
  let at = negated ? start + 1 : start;
  let contains = false;
  for (let members = 0; ; members += 1) {
    if (chunk[at] === ']' && members > 0) return { containsDot: contains !== negated, end: at + 1 };
    const low = readMember(chunk, at);
    if (low === undefined) return undefined;
    const high = chunk[low.end] === '-' ? readMember(chunk, low.end + 1) : low;
    if (high === undefined) return undefined;
    contains ||= low.character <= '.' && '.' <= high.character;
    at = high.end;
  }
}

/** One member. At least the `]` must follow it. */
function readMember(chunk: string, at: number): { character: string; end: number } | undefined {
  const first = chunk[at];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const start = first === '\\' ? at + 1 : at;
  const character = String.fromCodePoint(chunk.codePointAt(start) ?? 0);
  const end = start + character.length;
  return end < chunk.length ? { character, end } : undefined;
}
