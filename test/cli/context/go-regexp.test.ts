import { javaScriptSource } from '../../../cli/context/go-regexp';

const matches = (source: string, text: string) =>
  new RegExp(`^(?:${javaScriptSource(source)})$`, 'u').test(text);

it.each<[string, string[], string[]]>([
  ['a.c', ['abc', 'a🦜c'], ['a\nc']],
  ['[]a]', [']', 'a'], ['b']],
  ['[^]a]', ['b', '\n'], [']', 'a']],
  ['[a-]', ['a', '-'], ['b']],
  ['[[:alpha:]_]', ['a', 'Z', '_'], ['1', 'é']],
  ['[[:^digit:]]', ['a'], ['1']],
  ['[\\d\\-]', ['1', '-'], ['a']],
  ['[\\D]', ['a'], ['1']],
  ['\\w\\W\\s\\S', ['a- b'], ['ab b']],
  ['\\s', [' ', '\t'], ['\v', '\u00a0']],
  ['\\x41\\101\\0\\t', ['AA\0\t'], []],
  ['\\Qa.b\\Ec', ['a.bc'], ['axbc']],
  ['\\Aa\\z', ['a'], ['ab']],
  ['a\\b-', ['a-'], []],
  ['a{2}', ['aa'], ['a', 'a{2}']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['{a}', ['{a}'], []],
  ['a|b', ['a', 'b'], ['a|b']],
  ['\\.\\+\\(\\)', ['.+()'], []],
  ['[\\]\\\\]', [']', '\\'], ['a']],
  ['é🦜', ['é🦜'], []],
])('%j matches %j and not %j', (source, yes, no) => {
  expect(yes.filter((text) => !matches(source, text))).toEqual([]);
  expect(no.filter((text) => matches(source, text))).toEqual([]);
});

it.each(['[a', '[z-a]', '[[:none:]]', '\\q', '\\8', '[\\q]', 'a{2,1}', 'a{1001}', '\\é', '[a\\'])(
  '%j is refused as in Go',
  (source) => {
    expect(() => javaScriptSource(source)).toThrow(SyntaxError);
  },
);
