// CloudFormation's GetTemplate answers `?` for every character beyond ASCII in a template's body (design.md), so
// anyone who reads the template back (drift, `cdk diff`, an update with the previous template) would deploy question marks.
import { isScalar, visit } from 'yaml';
import type { Edit, Template } from './template';

const NON_ASCII = /\P{ASCII}/u;

/** Edits that write each key and value with non-ASCII text as a quoted string with escapes. Comments stay. */
export function asciiEdits(template: Template): Edit[] {
  const edits: Edit[] = [];
  visit(template.document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string' || !node.range || !NON_ASCII.test(node.value))
        return;
      const [start, end] = node.range;
      edits.push({ start, end, text: escaped(node.value, template.format) });
    },
  });
  return edits;
}

/** The string as a JSON or YAML double-quoted scalar of ASCII characters only. */
export function escaped(value: string, format: Template['format']): string {
  const quoted = JSON.stringify(value);
  const perCodePoint = format === 'yaml' ? /\P{ASCII}/gu : /[\u0080-\uffff]/g;
  return quoted.replace(perCodePoint, (character) => {
    const code = character.codePointAt(0) as number;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
