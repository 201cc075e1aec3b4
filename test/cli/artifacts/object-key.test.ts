import { objectKey } from '../../../cli/artifacts/object-key';

it.each([
  [undefined, 'x.zip'],
  ['', 'x.zip'],
  ['team/a', 'team/a/x.zip'],
  ['team/a/', 'team/a/x.zip'],
  ['/team//a//', 'team//a/x.zip'],
])('with the prefix %j, the key is %s', (prefix, key) => {
  expect(objectKey(prefix, 'x.zip')).toBe(key);
});
