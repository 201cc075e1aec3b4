import { Lexer, LineCounter, Parser } from 'yaml';

/** Far more than CloudFormation takes, and far less than what fills the call stack of those who recurse. */
const MAX_DEPTH = 500;

/**
 * Where a YAML or JSON text is nested more than `MAX_DEPTH` levels deep; undefined when it is not.
 *
 * The YAML parser builds its document by recursion. A text that fills the call stack does not always end in a
 * RangeError: V8 ends the process when it has to compile a regular expression there.
 */
export function tooDeepAt(text: string): { line: number; col: number } | undefined {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    // A generator: what it yields is parsed again later.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return lines.linePos(parser.offset);
  }
  return undefined;
}
