import fc from 'fast-check';
import { parse } from 'yaml';
import { asciiEdits } from '../../../cli/template/ascii';
import { edited, parseTemplate } from '../../../cli/template/template';

it('text beyond ASCII is written as escapes that mean the same, in YAML and in JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (value, json) => {
      const written = { Resources: { A: { Type: 'X', Description: value } } };
      const text = json
        ? JSON.stringify(written)
        : `Resources:\n  A:\n    Type: X\n    Description: ${JSON.stringify(value)}\n`;
      const parsed = parseTemplate(text, 't');
      const result = edited(parsed.text, asciiEdits(parsed));
      expect(result).toMatch(/^\p{ASCII}*$/u);
      expect(json ? JSON.parse(result) : parse(result)).toEqual(written);
    }),
  );
});
