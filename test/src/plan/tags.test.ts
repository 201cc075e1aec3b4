import { isReserved, userTags } from '../../../src/plan/tags';

it.each(['docker-builder:builder', 'docker-builder:x', 'aws:cloudformation:stack-name', 'AWS:x'])(
  'the key %s is reserved',
  (key) => expect(isReserved(key)).toBe(true),
);

it('user tags are the ones that are not reserved', () => {
  expect(userTags({ team: 'a', 'docker-builder:builder': 'web', 'aws:x': 'y' })).toEqual({ team: 'a' });
});
