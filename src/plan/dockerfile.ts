/** An instruction of a Dockerfile, its continued lines joined; the bodies of here-documents are left out. */
interface Instruction {
  /** In upper case. */
  keyword: string;
  arguments: string;
}

export interface Dockerfile {
  /** The frontend of a `# syntax=` directive: one that is not Docker's own may follow other rules. */
  syntax: string | undefined;
  /** The character that continues lines and takes an argument's white space literally. */
  escape: string;
  instructions: Instruction[];
}

/** Parses a Dockerfile as BuildKit's frontend does; never fails. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const directives = directivesOf(lines);
  const mark = directives.get('escape') === '`' ? '`' : '\\';
  const continued = new RegExp(`(?:^|[^\\${mark}])\\${mark}[ \\t]*$`);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const [line, next] = logicalLine(lines, at, continued);
    const [, keyword, rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    at = next;
    if (keyword === undefined) continue;
    const instruction = { keyword: keyword.toUpperCase(), arguments: rest };
    instructions.push(instruction);
    for (const terminator of heredocsOf(instruction)) at = after(lines, at, terminator);
  }
  return { syntax: directives.get('syntax'), escape: mark, instructions };
}

/** Docker's own frontend, in any registry and release. */
const DOCKERS_FRONTEND = /(^|\/)(docker|moby)\/dockerfile(-upstream)?([:@]|$)/;

/** Whether Docker's own frontend parses a Dockerfile with this `# syntax=` directive. */
export const isDockersFrontend = (syntax: string | undefined): boolean =>
  syntax === undefined || DOCKERS_FRONTEND.test(syntax);

/** Parser directives come first in a Dockerfile, each at most once. */
function directivesOf(lines: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined || found.has(name.toLowerCase())) break;
    found.set(name.toLowerCase(), value);
  }
  return found;
}

/** The instruction that begins at a line; skips comments and empty lines within it. */
function logicalLine(lines: string[], from: number, continued: RegExp): [line: string, next: number] {
  let text = '';
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trimStart();
    if (line.startsWith('#') || line.trim() === '') {
      if (text === '') return ['', at + 1];
      continue;
    }
    if (!continued.test(line)) return [text + line.trimEnd(), at + 1];
    text += line.trimEnd().slice(0, -1);
  }
  return [text, at];
}

interface Terminator {
  name: string;
  /** `<<-`: tabs before the terminator do not count. */
  indented: boolean;
}

const HEREDOC = /^\d*<<(-?)([^<]+)$/;

/** The here-documents that an instruction starts; only RUN, COPY and ADD can, each with a word of its own. */
function heredocsOf({ keyword, arguments: text }: Instruction): Terminator[] {
  const opens = keyword === 'ONBUILD' ? /^(RUN|COPY|ADD)\b/i.test(text) : /^(RUN|COPY|ADD)$/.test(keyword);
  if (!opens || isExecForm(text)) return [];
  return wordsOf(text).flatMap((word) => {
    const [, dash, name] = HEREDOC.exec(word) ?? [];
    return name === undefined ? [] : [{ name: name.replaceAll(/\\(.)|["']/g, '$1'), indented: dash === '-' }];
  });
}

/** A JSON array; `[ -f x ] && ...` is a test of the shell. */
function isExecForm(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text.replace(/^((RUN|COPY|ADD)\s+)?(--\S+\s+)*/i, '')));
  } catch {
    return false;
  }
}

/** The line after a here-document. One without an end was something else, such as a shift: nothing is skipped then. */
function after(lines: string[], from: number, { name, indented }: Terminator): number {
  const end = lines.findIndex(
    (line, at) => at >= from && (indented ? line.replace(/^\t+/, '') : line) === name,
  );
  return end < 0 ? from : end + 1;
}

const WORD = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g;
const WORD_WITH_BACKTICK = /(?:"(?:`.|[^"`])*"|'[^']*'|`[\s\S]|[^\s"'`])+/g;

/** The words of an instruction's arguments; quotes and escapes keep white space together. */
export const wordsOf = (text: string, mark = '\\'): string[] =>
  [...text.matchAll(mark === '`' ? WORD_WITH_BACKTICK : WORD)].map(([word]) => word);
