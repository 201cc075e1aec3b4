// A template is edited as text, at the places that the parser names: comments, order, quotes and CloudFormation's
// short intrinsics (!Sub, !GetAtt, ...) stay as they were written, because they are never written again.
import { type Document, LineCounter, parseDocument } from 'yaml';
import { badInput } from '../exit-code';

export interface Template {
  /** As read from the file. */
  text: string;
  /** JSON has no `\U` escape for characters beyond the basic plane; YAML parsers disagree about surrogate pairs. */
  format: 'json' | 'yaml';
  document: Document.Parsed;
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
  const lines = new LineCounter();
  // CloudFormation's tags are unknown to the parser, which keeps them and warns: the warnings say nothing here.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw badInput(`${file}:${line}:${col} is not a template: ${lowerFirst(error.message)}`);
  }
  if (document.getIn(['Resources']) === undefined) {
    throw badInput(`${file} is not a CloudFormation template: it has no Resources`);
  }
  return { text, format: isJson(text) ? 'json' : 'yaml', document };
}

/** The text with all edits made. Edits of the same place (a node reached through two aliases) count once. */
export function edited(text: string, edits: readonly Edit[]): string {
  const byPlace = new Map(edits.map((edit) => [edit.start, edit]));
  const fromTheEnd = [...byPlace.values()].sort((a, b) => b.start - a.start);
  let result = text;
  for (const edit of fromTheEnd) {
    // A block scalar's text ends with its line break, which whatever stands in its place needs as well.
    const lineBreak = result.slice(edit.start, edit.end).endsWith('\n') ? '\n' : '';
    result = result.slice(0, edit.start) + edit.text + lineBreak + result.slice(edit.end);
  }
  return result;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
