import fc from 'fast-check';
import { compareProperties } from '../../../local/registry/drift-comparison';
import type { ResourceSchema } from '../../../local/registry/package';

const schema = {
  typeName: 'My::Own::Type',
  definitions: {
    Nested: {
      type: 'object',
      properties: {
        Set: { type: 'string' },
        Default: { type: 'integer' },
        Deep: { $ref: '#/definitions/Deep' },
      },
      additionalProperties: false,
    },
    Deep: { type: 'object', properties: { On: { type: 'boolean' }, By: { type: 'string' } } },
  },
  properties: {
    Id: { type: 'string' },
    Size: { type: 'integer' },
    Ratio: { type: 'number' },
    Name: { type: 'string' },
    Nested: { $ref: '#/definitions/Nested' },
    Choice: { type: 'object', oneOf: [{ properties: { One: {} } }, { properties: { Two: {} } }] },
    Map: {
      type: 'object',
      patternProperties: { '^[a-z/~_]+$': { type: 'string' } },
      additionalProperties: false,
    },
    Nesteds: {
      type: 'object',
      patternProperties: { '.*': { $ref: '#/definitions/Nested' } },
    },
    Ordered: { type: 'array', items: { type: 'string' } },
    Any: { type: 'array', insertionOrder: false, items: { type: 'string' } },
    Tags: { type: 'array', insertionOrder: false, items: { type: 'object' } },
    Items: { type: 'array', insertionOrder: false, items: { $ref: '#/definitions/Nested' } },
    Policy: { type: ['object', 'string'] },
    Free: { type: 'object' },
    Secret: { type: 'string' },
    Login: { type: 'object', properties: { User: {}, Password: {} } },
    Logins: { type: 'array', items: { type: 'object', properties: { User: {}, Password: {} } } },
  },
  primaryIdentifier: ['/properties/Id'],
  readOnlyProperties: ['/properties/Id'],
  writeOnlyProperties: ['/properties/Secret', '/properties/Login/Password', '/properties/Logins/*/Password'],
  handlers: {},
} satisfies ResourceSchema;

const differences = (expected: object, actual: object): string[] =>
  compareProperties(schema, { ...expected }, { ...actual }).differences.map(
    ({ PropertyPath, DifferenceType, ExpectedValue, ActualValue }) =>
      `${PropertyPath} ${DifferenceType} ${ExpectedValue} ${ActualValue}`,
  );

it.each<[string, object, object]>([
  ['a number as text', { Size: '10', Ratio: '0.50' }, { Size: 10, Ratio: 0.5 }],
  ['a boolean as text', { Nested: { Deep: { On: 'true' } } }, { Nested: { Deep: { On: true } } }],
  [
    'what the template does not set',
    { Name: 'a' },
    { Name: 'a', Size: 1, Nested: { Set: 'x' }, Map: { a: 'b' } },
  ],
  [
    'defaults in an object that is set in part',
    { Nested: { Set: 'x' } },
    { Nested: { Set: 'x', Default: 1, Deep: {} } },
  ],
  [
    'defaults two levels down',
    { Nested: { Deep: { By: 'a' } } },
    { Nested: { Deep: { By: 'a', On: true } } },
  ],
  [
    'defaults in the values of a map',
    { Nesteds: { a: { Set: 'x' } } },
    { Nesteds: { a: { Set: 'x', Default: 1 } } },
  ],
  ['defaults in the items of a list', { Items: [{ Set: 'x' }] }, { Items: [{ Set: 'x', Default: 1 }] }],
  ['members that only a choice names', { Choice: { One: 1 } }, { Choice: { One: 1, Two: 2 } }],
  ['the order of a list without order', { Any: ['a', 'b'] }, { Any: ['b', 'a'] }],
  ['an empty map or list, and none', { Map: {}, Any: [], Nested: {} }, {}],
  ['null, and none', { Name: null }, {}],
  ['what only READ has as null', { Map: { a: 'x' } }, { Map: { a: 'x', b: null } }],
  ['a document as an object and as text', { Policy: { A: [1] } }, { Policy: '{ "A": [ 1 ] }' }],
  ['a document as text and as an object', { Policy: '{"A":1}' }, { Policy: { A: 1 } }],
  ['what is only written', { Secret: 's', Login: { User: 'u', Password: 'p' } }, { Login: { User: 'u' } }],
  ['what is only written in a list', { Logins: [{ User: 'u', Password: 'p' }] }, { Logins: [{ User: 'u' }] }],
])('is no difference: %s', (_what, expected, actual) => {
  expect(differences(expected, actual)).toEqual([]);
});

it.each<[string, object, object, string[]]>([
  ['a value', { Name: 'a' }, { Name: 'b' }, ['/Name NOT_EQUAL a b']],
  ['a number', { Size: '10' }, { Size: 11 }, ['/Size NOT_EQUAL 10 11']],
  [
    'a property that is gone',
    { Name: 'a', Nested: { Set: 'x' } },
    {},
    ['/Name REMOVE a null', '/Nested REMOVE {"Set":"x"} null'],
  ],
  ['a new key of a map', { Map: { a: 'x' } }, { Map: { a: 'x', b: 'y' } }, ['/Map/b ADD null y']],
  [
    'a key with slashes',
    { Map: { 'a/b~c': 'x' } },
    { Map: { 'a/b~c': 'y' } },
    ['/Map/a~1b~0c NOT_EQUAL x y'],
  ],
  ['a special key', JSON.parse('{"Map":{"__proto__":"x"}}'), { Map: {} }, ['/Map/__proto__ REMOVE x null']],
  [
    'a special key that is new',
    { Map: { a: 'x' } },
    JSON.parse('{"Map":{"a":"x","__proto__":"y"}}'),
    ['/Map/__proto__ ADD null y'],
  ],
  ['a member of a free object', { Free: { a: 1 } }, { Free: { a: 1, b: 2 } }, ['/Free/b ADD null 2']],
  [
    'the order of a list',
    { Ordered: ['a', 'b'] },
    { Ordered: ['b', 'a'] },
    ['/Ordered/0 NOT_EQUAL a b', '/Ordered/1 NOT_EQUAL b a'],
  ],
  [
    'an item removed in the middle',
    { Ordered: ['a', 'b', 'c'] },
    { Ordered: ['a', 'c'] },
    ['/Ordered/1 REMOVE b null'],
  ],
  ['an item added in front', { Ordered: ['b'] }, { Ordered: ['a', 'b'] }, ['/Ordered/0 ADD null a']],
  ['all items of a list', { Ordered: ['a'] }, { Ordered: [] }, ['/Ordered/0 REMOVE a null']],
  ['an item of a list without order', { Any: ['a', 'b'] }, { Any: ['c', 'b', 'a'] }, ['/Any/0 ADD null c']],
  [
    "a tag's value",
    { Tags: [{ Key: 'a', Value: '1' }] },
    {
      Tags: [
        { Key: 'b', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    },
    ['/Tags/0/Value NOT_EQUAL 1 2', '/Tags/0 ADD null {"Key":"b","Value":"1"}'],
  ],
  [
    'one tag for another',
    { Tags: [{ Key: 'a', Value: '1' }] },
    { Tags: [{ Key: 'b', Value: '1' }] },
    ['/Tags/0 REMOVE {"Key":"a","Value":"1"} null', '/Tags/0 ADD null {"Key":"b","Value":"1"}'],
  ],
  [
    'a member of an item',
    { Items: [{ Set: 'x' }] },
    { Items: [{ Set: 'y' }] },
    ['/Items/0/Set NOT_EQUAL x y'],
  ],
  ['another kind of value', { Free: { a: 'x' } }, { Free: { a: ['x'] } }, ['/Free/a NOT_EQUAL x ["x"]']],
  ['a document', { Policy: { A: 1 } }, { Policy: '{"A":2}' }, ['/Policy/A NOT_EQUAL 1 2']],
  ['text that is no document', { Policy: { A: 1 } }, { Policy: '{' }, ['/Policy NOT_EQUAL {"A":1} {']],
])('is a difference: %s', (_what, expected, actual, found) => {
  expect(differences(expected, actual)).toEqual(found);
});

it('shows of the actual properties what is compared, and nothing that is only written', () => {
  const expected = { Nested: { Set: 'x' }, Secret: 's', Map: { a: 'x' } };
  const actual = { Id: '1', Nested: { Set: 'y', Default: 1 }, Map: { a: 'x', b: 'z' }, Size: 1 };
  expect(compareProperties(schema, expected, actual)).toMatchObject({
    expected: { Nested: { Set: 'x' }, Map: { a: 'x' } },
    actual: { Nested: { Set: 'y' }, Map: { a: 'x', b: 'z' } },
  });
});

it('a model never differs from itself, as CloudFormation sends it or as text, with more beside it or without', () => {
  const any = fc.object({ key: fc.string({ maxLength: 4 }), maxDepth: 3 });
  fc.assert(
    fc.property(fc.record({ Free: any, Map: fc.dictionary(fc.string(), fc.string()) }), (model) => {
      const sent = JSON.parse(JSON.stringify(model));
      expect(compareProperties(schema, sent, { ...structuredClone(sent), Size: 1 }).differences).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
