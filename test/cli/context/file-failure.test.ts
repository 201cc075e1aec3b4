import { fileFailure, shown } from '../../../cli/context/file-failure';
import { badInput } from '../../../cli/exit-code';

const failure = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['EACCES', "a can't be read (permission denied): change its permissions, or exclude it in .dockerignore"],
  ['EPERM', "a can't be read (permission denied): change its permissions, or exclude it in .dockerignore"],
  ['ENOENT', 'a changed while it was being packaged: run the command again'],
  ['EISDIR', 'a changed while it was being packaged: run the command again'],
  ['EIO', "a can't be read (EIO)"],
])('%s means: %s', (code, message) => {
  expect(fileFailure(failure(code), 'a')).toMatchObject({ message, exitCode: 2 });
});

it.each([badInput('known'), new Error('a fault of ours')])('%s stays what it is', (error) => {
  expect(fileFailure(error, 'a')).toBe(error);
});

it.each([
  ['a b', 'a b'],
  ['a\nb', '"a\\nb"'],
  ['\u001b[31m', '"\\u001b[31m"'],
])('%j is shown on one line', (path, text) => {
  expect(shown(path)).toBe(text);
});
