import fc from 'fast-check';
import { createPatch } from 'rfc6902';
import { patch } from '../../../local/cloudcontrol/patch-document';

const model = () => ({ Name: 'a', List: ['x', 'y'], Map: { k: 'v', 'a/b': '1', 'c~d': '2' }, Empty: {} });
const apply = (...operations: unknown[]) => patch(model(), JSON.stringify(operations));

it.each<[string, object, object]>([
  ['adds a member', { op: 'add', path: '/Map/n', value: 1 }, { Map: { ...model().Map, n: 1 } }],
  ['adds over a member', { op: 'add', path: '/Name', value: 'b' }, { Name: 'b' }],
  ['adds at the end of a list', { op: 'add', path: '/List/-', value: 'z' }, { List: ['x', 'y', 'z'] }],
  ['inserts into a list', { op: 'add', path: '/List/1', value: 'z' }, { List: ['x', 'z', 'y'] }],
  ['removes a member', { op: 'remove', path: '/Map/k' }, { Map: { 'a/b': '1', 'c~d': '2' } }],
  ['removes from a list', { op: 'remove', path: '/List/0' }, { List: ['y'] }],
  ['replaces', { op: 'replace', path: '/List/1', value: null }, { List: ['x', null] }],
  ['moves', { op: 'move', from: '/Map/k', path: '/Empty/k' }, { Empty: { k: 'v' } }],
  ['moves within a list', { op: 'move', from: '/List/0', path: '/List/1' }, { List: ['y', 'x'] }],
  ['copies', { op: 'copy', from: '/List', path: '/Empty/l' }, { Empty: { l: ['x', 'y'] } }],
  ['tests', { op: 'test', path: '/List', value: ['x', 'y'] }, {}],
  ['follows escapes', { op: 'replace', path: '/Map/a~1b', value: 3 }, { Map: { ...model().Map, 'a/b': 3 } }],
  ['follows the other escape', { op: 'test', path: '/Map/c~0d', value: '2' }, {}],
  // As in the service's own guide.
  [
    'takes a path without its slash',
    { op: 'replace', path: 'Map/k', value: 'w' },
    { Map: { ...model().Map, k: 'w' } },
  ],
  ['takes a source without its slash', { op: 'copy', from: 'Name', path: 'Copy' }, { Copy: 'a' }],
])('%s', (_what, operation, changed) => {
  expect(apply(operation)).toMatchObject(changed);
});

it('applies one operation after another and leaves the model as it was', () => {
  const original = model();
  const operations = [
    { op: 'add', path: '/Map/n', value: { m: 1 } },
    { op: 'test', path: '/Map/n/m', value: 1 },
    { op: 'copy', from: '/Map/n', path: '/Map/o' },
    { op: 'replace', path: '/Map/o/m', value: 2 },
  ];
  expect(patch(original, JSON.stringify(operations)).Map).toMatchObject({ n: { m: 1 }, o: { m: 2 } });
  expect(original).toEqual(model());
  expect(patch(original, '[]')).toEqual(original);
});

it.each<[unknown, string]>([
  [{ op: 'remove', path: '/No' }, 'operation 0 (remove /No) failed: the path does not exist'],
  [{ op: 'replace', path: '/No', value: 1 }, 'the path does not exist'],
  [{ op: 'replace', path: '/List/2', value: 1 }, 'the path does not exist'],
  [{ op: 'replace', path: '/List/-', value: 1 }, 'the path does not exist'],
  [{ op: 'replace', path: '/List/01', value: 1 }, 'the path does not exist'],
  [{ op: 'remove', path: '/List/length' }, 'the path does not exist'],
  [{ op: 'add', path: '/No/x', value: 1 }, 'the path does not exist'],
  [{ op: 'add', path: '/Name/x', value: 1 }, 'the path does not exist'],
  [{ op: 'add', path: '/List/3', value: 1 }, 'the path does not exist'],
  [{ op: 'add', path: '/List/x', value: 1 }, 'the path does not exist'],
  [{ op: 'copy', from: '/No', path: '/Name' }, 'the path does not exist'],
  [{ op: 'copy', from: '/Name', path: '/List/9' }, 'the path does not exist'],
  [{ op: 'move', from: '/Map', path: '/Map/k' }, 'the path does not exist'],
  [{ op: 'move', from: '/No', path: '/Name' }, 'the path does not exist'],
  [{ op: 'test', path: '/No', value: 1 }, 'the path does not exist'],
  [{ op: 'test', path: '/Name', value: 'b' }, 'the value is different'],
  [{ op: 'test', path: '/Map/k', value: ['v'] }, 'the value is different'],
  [{ op: 'add', path: '', value: {} }, 'the path does not exist'],
  [{ op: 'remove', path: '/toString' }, 'the path does not exist'],
  [{ op: 'add', path: '/toString/x', value: 1 }, 'the path does not exist'],
  [{ op: 'add', path: '/__proto__/x', value: 1 }, 'a name that is reserved'],
  [{ op: 'add', path: '/Map/constructor', value: 1 }, 'a name that is reserved'],
  [{ op: 'copy', from: '/__proto__', path: '/Map/x' }, 'failed'],
  [
    { op: 'merge', path: '/Name', value: 1 },
    'operation 0: op must be one of add, replace, test, move, copy, remove',
  ],
  [{ path: '/Name' }, 'op must be one of'],
  [{ op: 'add', value: 1 }, 'path is missing'],
  [{ op: 'add', path: '/Name' }, 'value is missing'],
  [{ op: 'move', path: '/Name' }, 'from is missing'],
  [null, 'it is not an object'],
  [['add'], 'it is not an object'],
])('refuses %j: %s', (operation, message) => {
  expect(() => apply(operation)).toThrow(
    expect.objectContaining({ code: 'InvalidRequestException', message: expect.stringContaining(message) }),
  );
  expect(Object.prototype).not.toHaveProperty('x');
});

it('names the operation that failed; a document that is no list, or no JSON', () => {
  expect(() => apply({ op: 'test', path: '/Name', value: 'a' }, { op: 'remove', path: '/No' })).toThrow(
    'PatchDocument operation 1 (remove /No) failed',
  );
  expect(() => patch({}, '{"op":"add"}')).toThrow('PatchDocument must be a JSON array of operations');
  expect(() => patch({}, '[')).toThrow('PatchDocument is not valid JSON');
});

it('turns any model into any other by the difference of the two', () => {
  const name = fc
    .string({ maxLength: 4 })
    .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
  const { map: value } = fc.letrec<{ any: unknown; list: unknown[]; map: Record<string, unknown> }>(
    (tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), tie('list'), tie('map')),
      list: fc.array(tie('any'), { maxLength: 3 }),
      map: fc.dictionary(name, tie('any'), { maxKeys: 3, noNullPrototype: true }),
    }),
  );
  fc.assert(
    fc.property(value, value, (from, to) => {
      expect(patch(from, JSON.stringify(createPatch(from, to)))).toEqual(to);
    }),
  );
});
