import { readBuildspec } from '../../../local/codebuild/buildspec';

it('reads a buildspec in YAML', () => {
  const text = `
version: 0.2
env:
  shell: bash
  variables: { WORD: hello, NUMBER: 7, EMPTY: '' }
  parameter-store: { P: /a/b }
  secrets-manager: { S: 'id:key' }
  exported-variables: [WORD]
phases:
  install:
  build:
    on-failure: ABORT
    commands: [make, 'echo "a: b"', 3]
    finally: [clean]
`;
  expect(readBuildspec(text)).toEqual({
    shell: 'bash',
    variables: { WORD: 'hello', NUMBER: '7', EMPTY: '' },
    parameters: { P: '/a/b' },
    secrets: { S: 'id:key' },
    exported: ['WORD'],
    phases: {
      install: { commands: [], finally: [], onFailure: 'CONTINUE' },
      build: { commands: ['make', 'echo "a: b"', '3'], finally: ['clean'], onFailure: 'ABORT' },
    },
  });
});

it('reads one in JSON, and has defaults', () => {
  expect(readBuildspec('{"version":"0.2","phases":{"build":{"commands":["x"]}}}')).toEqual({
    shell: 'sh',
    variables: {},
    parameters: {},
    secrets: {},
    exported: [],
    phases: { build: { commands: ['x'], finally: [], onFailure: 'CONTINUE' } },
  });
});

it.each([
  ['an empty one', '', 'the buildspec is empty'],
  ['a text', 'build', 'the buildspec is empty'],
  ['one that is not YAML', 'a: [', 'YAML_FILE_ERROR: '],
  ['another version', 'version: 0.1\nphases: {}', 'Unknown version 0.1'],
  ['one without phases', 'version: 0.2', 'This build has no phases'],
  ['an unknown phase', 'version: 0.2\nphases: { test: {} }', 'Unknown phase "test"'],
])('refuses %s', (_what, text, message) => {
  expect(() => readBuildspec(text)).toThrow(/^YAML_FILE_ERROR/);
  expect(() => readBuildspec(text)).toThrow(message);
});
