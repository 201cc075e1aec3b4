import { javaScriptSource } from './go-regexp';

/** Whether a path (relative to the context, with forward slashes) matches. */
export type Matches = (path: string) => boolean;

/**
 * One cleaned pattern as Docker applies it (moby/patternmatcher). `*` and `?` stay within one folder and `**` spans any
 * number of them, with the exceptions that Docker has: a plain pattern that begins with `**` matches any path with that
 * ending, one that ends with `**` any path with that beginning, and classes are passed on to Go's regular expressions.
 * Throws SyntaxError where Docker fails.
 */
export function ignorePattern(pattern: string): Matches {
  let source = '';
  let kind: 'exact' | 'prefix' | 'suffix' | 'expression' = 'exact';
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const start = at;
    const character = characters[at] as string;
    if (character === '*' && characters[at + 1] === '*') {
      at += characters[at + 2] === '/' ? 2 : 1;
      if (at + 1 < characters.length) {
        source += '(.*/)?';
        kind = 'expression';
      } else if (kind === 'exact') kind = 'prefix';
      else {
        source += '.*';
        kind = 'expression';
      }
      if (start === 0) kind = 'suffix';
    } else if (character === '*' || character === '?') {
      source += character === '*' ? '[^/]*' : '[^/]';
      kind = 'expression';
    } else if (character === '\\') {
      at += 1;
      source += `\\${characters[at] ?? ''}`;
      kind = 'expression';
    } else if (character === '[' || character === ']') {
      source += character;
      kind = 'expression';
    } // Docker means to escape `{|}` as well, but does not: they keep their meaning in an expression.
    else source += /[.+()$]/.test(character) ? `\\${character}` : character;
  }
  return matcher(kind, pattern, source);
}

function matcher(kind: string, pattern: string, source: string): Matches {
  if (kind === 'exact') return (path) => path === pattern;
  if (kind === 'prefix') {
    const prefix = pattern.slice(0, -2);
    return (path) => path.startsWith(prefix);
  }
  if (kind === 'suffix') {
    const suffix = pattern.slice(2);
    return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
  }
  const expression = new RegExp(javaScriptSource(`^${source}$`), 'u');
  return (path) => expression.test(path);
}
