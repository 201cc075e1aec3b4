import fc from 'fast-check';
import { argumentWarnings, undeclaredArguments } from '../../../src/plan/dockerfile-arguments';

const given = { A: '1', B: '2', C: '3' };
const undeclared = (text: string, buildArgs: Record<string, string> = given) =>
  undeclaredArguments(text, buildArgs);

describe('an ARG takes a build argument', () => {
  it.each<[string, string]>([
    ['on lines of their own', 'FROM scratch\nARG A\nARG B=2\nARG C'],
    ['in any case', 'from scratch\narg A\nArg B\naRG C'],
    ['before FROM and in any stage', 'ARG A\nFROM scratch AS one\nARG B\nFROM scratch\nARG C'],
    ['several in one', 'FROM scratch\nARG A=1 B="two words" C'],
    ['continued', 'FROM scratch\nARG A \\\n  B=x \\\n  C'],
    ['continued with white space after the backslash', 'FROM scratch\nARG A \\  \n  B \\\t\n C'],
    [
      'continued over comments and empty lines',
      'FROM scratch\nARG A \\\n# a comment\n\n  B \\\n  # indented\n  C',
    ],
    ['continued by another escape', '# escape=`\nFROM scratch\nARG A `\n  B `\n  C'],
    [
      'after directives and a byte order mark',
      '\ufeff# syntax=docker/dockerfile:1\n# escape=`\nARG A `\nB\nARG C',
    ],
    ['with Windows line ends', 'FROM scratch\r\nARG A \\\r\n  B\r\nARG C\r\n'],
    ['indented, after tabs', '  FROM scratch\n\tARG A\n  ARG\tB\n ARG  C'],
    [
      'after a here-document',
      'FROM scratch\nCOPY <<EOF /x\ntext\nEOF\nARG A\nRUN <<-"END" cat >y\n\ttext\n\tEND\nARG B C',
    ],
    ['after two here-documents', 'FROM scratch\nCOPY <<one <<two /x/\n1\none\n2\ntwo\nARG A B C'],
    [
      'after a shift, which is not a here-document',
      'FROM scratch\nRUN echo $((1 << 2)) && cat <<< word\nARG A B C',
    ],
    ['after a here-document that never ends', 'FROM scratch\nRUN x <<EOF\nARG A B C'],
    [
      'after a quoted word that looks like one',
      'FROM scratch\nRUN echo "a <<EOF b"\nARG A B C\nCOPY <<EOF /x\n\nEOF',
    ],
    [
      'after a backslash where another escape is set',
      '# escape=`\nFROM scratch\nARG X=C:\\ A Y="a\\" B="b" C',
    ],
    [
      'from the ONBUILD of another stage',
      'FROM scratch AS Base\nONBUILD ARG A B=2\nONBUILD ARG C\nFROM base',
    ],
    ['by a name that contains a variable', 'ARG N=A\nFROM scratch\nARG N\nARG ${N} B C'],
    ['with quoted defaults', 'FROM scratch\nARG A="x=y" B=\'z w\' C=a\\ b'],
  ])('%s', (_what, text) => {
    expect(undeclared(text)).toEqual([]);
  });
});

describe('a build argument is not taken', () => {
  it.each<[string, string]>([
    ['by a comment', 'FROM scratch\n# ARG A B C'],
    ['by a comment that continues', 'FROM scratch\n# a \\\nRUN x'],
    ['in a here-document', 'FROM scratch\nCOPY <<EOF /x\nARG A\nARG B\nARG C\nEOF'],
    ['in the here-document of a RUN', 'FROM scratch\nRUN <<EOF\nARG A B C\nEOF'],
    ...['my-eof!', '1EOF'].map((name): [string, string] => [
      `in the here-document ${name}`,
      `FROM scratch\nCOPY <<${name} /x\nARG A B C\n${name}`,
    ]),
    ...["E'O'F", '\\EOF', '"EOF"', '-EOF'].map((name): [string, string] => [
      `in a here-document that begins with <<${name}`,
      `FROM scratch\nCOPY <<${name} /x\nARG A B C\nEOF`,
    ]),
    [
      'in a here-document after a test of the shell',
      'FROM scratch\nRUN [ -n "$Y" ] && cat <<EOF\nARG A B C\nEOF',
    ],
    ['by a continued RUN', 'FROM scratch\nRUN echo \\\nARG A B C'],
    ['by another name', 'FROM scratch\nARG a\nARG AA=A\nARG X=B Y=${C}'],
    ['by ENV', 'FROM scratch\nENV A=1 B=2 C=3'],
    ['by ONBUILD, which is for images built from this one', 'FROM scratch\nONBUILD ARG A B C'],
    ['by a backslash where another escape is set', '# escape=`\nFROM scratch\nRUN x `\nARG A B C'],
  ])('%s', (_what, text) => {
    expect(undeclared(text)).toEqual(['A', 'B', 'C']);
  });
});

it('an escaped escape at the end of a line does not continue it', () => {
  expect(undeclared('FROM scratch\nENV X=\\\\\nARG A B C')).toEqual([]);
});

it.each([
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'FTP_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'ftp_proxy',
  'no_proxy',
  'all_proxy',
  'BUILDKIT_INLINE_CACHE',
  'BUILDKIT_CONTEXT_KEEP_GIT_DIR',
  'SOURCE_DATE_EPOCH',
  'TARGETPLATFORM',
  'BUILDARCH',
])('%s is taken without an ARG', (name) => {
  expect(undeclared('FROM scratch', { [name]: 'x' })).toEqual([]);
});

it.each(['Http_Proxy', 'PROXY', 'TARGET', 'BUILD_PLATFORM'])('%s is not', (name) => {
  expect(undeclared('FROM scratch', { [name]: 'x' })).toEqual([name]);
});

it('a Dockerfile of another frontend is not judged', () => {
  expect(undeclared('# syntax=example.com/mine:1\nanything')).toEqual([]);
  expect(undeclared('FROM scratch', { ...given, BUILDKIT_SYNTAX: 'example.com/mine' })).toEqual([]);
  expect(undeclared('# syntax=docker.io/docker/dockerfile:1.7-labs\nFROM scratch')).toEqual(['A', 'B', 'C']);
});

it('the warning names the argument', () => {
  expect(argumentWarnings('FROM scratch\nARG API_URI', { API_URL: 'https://x' })).toEqual([
    'BuildArgs.API_URL is not declared by any ARG',
  ]);
});

it('any text is read, and an ARG at its end is found unless something open takes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      undeclared(text);
      const closed = text.replaceAll(/[\\`<#\n\r]/g, '');
      expect(undeclared(`${closed}\nARG A B C`)).toEqual([]);
    }),
  );
});
