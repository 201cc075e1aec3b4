// A template is edited as text, at the positions that the parser reports: comments, order, quotes and CloudFormation's
// short intrinsics (!Sub, !GetAtt, ...) stay as they were written, because they are never written again.
import { type Document, isAlias, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { badInput, type CommandFailure } from '../exit-code';
import { aliasTargets } from './aliases';
import { tooDeepAt } from './nesting';

export interface Template {
  /** As read from the file. */
  text: string;
  /** JSON has no `\U` escape for characters beyond the basic plane; YAML parsers disagree about surrogate pairs. */
  format: 'json' | 'yaml';
  document: Document.Parsed;
  /** The node that an alias refers to; every other node is returned as it is. */
  resolve(node: unknown): unknown;
  /** A fault of the user's at a position in the text, with the file and the line. */
  fault(position: number, message: string): CommandFailure;
}

/** A replacement of `text[start, end)`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Reads a CloudFormation template, JSON or YAML. Throws a CommandFailure that names the file, the line and the fault. */
export function parseTemplate(content: string, file: string): Template {
  const text = content.replace(/^\uFEFF/, '');
  const lineCounter = new LineCounter();
  const place = (position: number) => {
    const { line, col } = lineCounter.linePos(position);
    return `${file}:${line}:${col}`;
  };
  const fault = (position: number, message: string) => badInput(`${place(position)}: ${message}`);
  const deep = tooDeepAt(text);
  if (deep) throw badInput(`${file}:${deep.line}:${deep.col} is not a template: it is nested too deeply`);
  // CloudFormation's tags are unknown to the parser, which keeps them and warns: the warnings mean nothing here.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw badInput(`${place(error.pos[0])} is not a template: ${describe(error)}`);
  const targets = aliasTargets(document, (alias, message) => fault(alias.range?.[0] ?? 0, message));
  if (document.getIn(['Resources']) === undefined) {
    throw badInput(`${file} is not a CloudFormation template: it has no Resources`);
  }
  const resolve = (node: unknown): unknown => (isAlias(node) ? resolve(targets.get(node)) : node);
  return { text, format: isJson(text) ? 'json' : 'yaml', document, resolve, fault };
}

function describe({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this key is in the same map twice';
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here, but a template is a single one';
  if (code === 'TAB_AS_INDENT') return 'a tab can not indent YAML: use spaces';
  return `${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\s+/g, ' ')}`;
}

/** The text with all edits. An edit inside the range of another one is part of that one already. */
export function edited(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < at) continue;
    // A block scalar's text ends with its line break, which its replacement needs as well.
    const lineBreak = text.slice(start, end).endsWith('\n') ? '\n' : '';
    result += text.slice(at, start) + replacement + lineBreak;
    at = end;
  }
  return result + text.slice(at);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
