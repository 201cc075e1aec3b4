// Docker's ignore rules as BuildKit applies them (moby/patternmatcher, tonistiigi/fsutil): the last pattern that matches
// a path or one of its parents decides.
import { posix } from 'node:path';
import { badInput } from '../exit-code';
import { ignorePattern, type Matches } from './ignore-pattern';
import { isAcceptedPattern } from './pattern-syntax';

interface Rule {
  pattern: string;
  matches: Matches;
  /** `!pattern`: takes the path back into the context. */
  exception: boolean;
}

/** What the rules say about a path. A child is judged with its parent's judgement. */
export interface Judgement {
  ignored: boolean;
  /** The rules that matched this path or, as far as Docker evaluates them, one of its parents. */
  matched: readonly boolean[];
}

export interface IgnoreRules {
  /** `parent` is undefined for what is directly in the context. */
  judge(path: string, parent: Judgement | undefined): Judgement;
  /** Whether an exception could match inside an ignored folder. If not, nothing in it has to be read. */
  mayTakeBack(folder: string): boolean;
}

/** The rules of an ignore file's text. `file` names it in the error for a malformed pattern. */
export function ignoreRules(text: string, file: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => rule(line, `${file}:${index + 1}`) ?? []);
  const exceptions = rules.filter(({ exception }) => exception).map(({ pattern }) => withoutGlob(pattern));
  const plain = !exceptions.some((pattern) => /[*[\]?^\\]/.test(pattern));
  return {
    judge: (path, parent) => judge(rules, path, parent),
    mayTakeBack: (folder) => !plain || exceptions.some((pattern) => `${pattern}/`.startsWith(`${folder}/`)),
  };
}

/** Ignores only what each of the rules ignores: for a context of which one of several Dockerfiles is built. */
export function commonRules(all: readonly IgnoreRules[]): IgnoreRules {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const parts = new WeakMap<Judgement, Judgement[]>();
  return {
    judge(path, parent) {
      const judgements = all.map((rules, index) => rules.judge(path, parent && parts.get(parent)?.[index]));
      const judgement = {
        ignored: judgements.length > 0 && judgements.every(({ ignored }) => ignored),
        matched: [],
      };
      parts.set(judgement, judgements);
      return judgement;
    },
    mayTakeBack: (folder) => all.some((rules) => rules.mayTakeBack(folder)),
  };
}

/**
 * A rule that could not change the verdict is not evaluated, and then does not count as matched for what is inside
 * either. Docker does the same, so `a`, `!a/b`, `?` keep `a/b`.
 */
function judge(rules: readonly Rule[], path: string, parent: Judgement | undefined): Judgement {
  let ignored = false;
  const matched = rules.map(({ matches, exception }, index) => {
    const decides = parent?.matched[index] === true || (exception === ignored && matches(path));
    if (decides) ignored = !exception;
    return decides;
  });
  return { ignored, matched };
}

function rule(line: string, place: string): Rule | undefined {
  const trimmed = trim(line);
  if (line.startsWith('#') || trimmed === '') return undefined;
  const read = clean(trim(readPattern(trimmed)));
  const exception = read.startsWith('!');
  const pattern = exception ? read.slice(1) : read;
  if (pattern === '') {
    throw badInput(`${place}: "${trimmed}" takes nothing back: write a pattern after the "!"`);
  }
  const malformed = () => badInput(`${place}: "${trimmed}" is not a pattern that Docker understands`);
  if (!isAcceptedPattern(pattern)) throw malformed();
  let compiled: Matches | undefined;
  const matches: Matches = (path) => {
    // Docker, too, finds these faults only when the pattern is first needed.
    try {
      compiled ??= ignorePattern(pattern);
    } catch {
      throw malformed();
    }
    return compiled(path);
  };
  return { pattern, matches, exception };
}

/** The pattern of a line without the slash at the start: `/a//b/` is `a/b`. Docker then reads it again, as a rule. */
function readPattern(line: string): string {
  const exception = line.startsWith('!');
  const written = exception ? trim(line.slice(1)) : line;
  const cleaned = written === '' ? '' : clean(written);
  return `${exception ? '!' : ''}${cleaned.length > 1 ? cleaned.replace(/^\//, '') : cleaned}`;
}

/** Go's filepath.Clean. */
const clean = (path: string) => posix.normalize(path).replace(/(?<=.)\/$/s, '');

const withoutGlob = (pattern: string) => pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, '');

/** Go's strings.TrimSpace: other than `trim`, it removes U+0085 and keeps a byte order mark. */
const trim = (text: string) => text.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, '');
