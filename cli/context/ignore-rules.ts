// Docker's ignore rules as its command line and BuildKit apply them (moby's patternmatcher): the last pattern that
// matches a path or one of its parents decides.
import { posix } from 'node:path';
import { badInput } from '../exit-code';

interface Rule {
  matches: RegExp;
  /** `!pattern`: takes the path back into the context. */
  exception: boolean;
}

/** Tells for a path relative to the context, with forward slashes, whether the rules keep it out of the context. */
export type Ignores = (path: string) => boolean;

/** The rules of an ignore file's text. `file` names it in the error for a malformed pattern. */
export function ignoreRules(text: string, file: string): Ignores {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => rule(line, file));
  return (path) => {
    const lineage = withParents(path);
    let ignored = false;
    for (const { matches, exception } of rules) {
      if (lineage.some((step) => matches.test(step))) ignored = !exception;
    }
    return ignored;
  };
}

function rule(line: string, file: string): Rule {
  const exception = line.startsWith('!');
  const written = exception ? line.slice(1).trim() : line;
  if (written === '') throw badInput(`${file}: "${line}" excepts nothing: write a pattern behind the "!"`);
  const cleaned = posix.normalize(written).replace(/(?<=.)\/$/, '');
  const pattern = cleaned.length > 1 ? cleaned.replace(/^\//, '') : cleaned;
  try {
    return { matches: expression(pattern), exception };
  } catch {
    throw badInput(`${file}: "${line}" is not a pattern that Docker understands`);
  }
}

/** `*` and `?` stay within one folder, `**` spans any number of them, `[...]` is a class, `\` takes the next as it is. */
function expression(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const stars = /^\*\*\/?/.exec(rest)?.[0];
    const set = /^\[\^?(?:\\.|[^\]\\])+\]/u.exec(rest)?.[0];
    const plain = /^\\(.)/u.exec(rest)?.[1];
    if (stars !== undefined) {
      source += stars === rest ? '.*' : '(.*/)?';
      at += stars.length - 1;
    } else if (set !== undefined) {
      source += set;
      at += set.length - 1;
    } else if (plain !== undefined) {
      source += literal(plain);
      at += plain.length;
    } else if (rest.startsWith('[')) {
      throw new SyntaxError('a class without an end');
    } else if (rest.startsWith('*')) source += '[^/]*';
    else if (rest.startsWith('?')) source += '[^/]';
    else source += literal(rest.charAt(0));
  }
  return new RegExp(`^${source}$`, 'su');
}

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** `a/b/c` -> [`a`, `a/b`, `a/b/c`] */
function withParents(path: string): string[] {
  const steps = path.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}
