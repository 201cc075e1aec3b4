import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceSchema } from '../../../local/registry/package';
import { requireValidSchema } from '../../../local/registry/schema-rules';
import { root } from '../../support/root';

const NAME = 'My::Own::Type';
const handler = { permissions: [] };
const base = {
  typeName: NAME,
  description: 'a type',
  additionalProperties: false,
  definitions: {
    Box: { type: 'object', properties: { Width: { type: 'integer' } }, additionalProperties: false },
  },
  properties: {
    Id: { type: 'string' },
    Box: { $ref: '#/definitions/Box' },
    Boxes: { type: 'array', items: { $ref: '#/definitions/Box' } },
    Labels: {
      type: 'object',
      patternProperties: { '^.+$': { type: 'string' } },
      additionalProperties: false,
    },
  },
  primaryIdentifier: ['/properties/Id'],
  handlers: { create: handler, read: handler, delete: handler },
};

const check =
  (change: object, name = NAME) =>
  () =>
    requireValidSchema({ ...base, ...change } as unknown as ResourceSchema, name);

it('accepts our own schema', () => {
  const text = readFileSync(join(root, 'tokeninjectable-docker-builder.json'), 'utf8');
  expect(() => requireValidSchema(JSON.parse(text), 'TokenInjectable::Docker::Builder')).not.toThrow();
});

it.each<[string, object]>([
  ['the base', {}],
  ['no handlers', { handlers: undefined }],
  [
    'pointers into nested objects',
    { readOnlyProperties: ['/properties/Box/Width', '/properties/Boxes/*/Width'] },
  ],
  ['pointers into maps', { writeOnlyProperties: ['/properties/Labels/any'] }],
  [
    'a time limit',
    { handlers: { ...base.handlers, create: { permissions: ['a:b'], timeoutInMinutes: 2160 } } },
  ],
  [
    'a schema for list',
    { handlers: { ...base.handlers, list: { permissions: [], handlerSchema: { properties: {} } } } },
  ],
  ['two identifiers', { primaryIdentifier: ['/properties/Id', '/properties/Box/Width'] }],
  ['tagging', { tagging: { taggable: false } }],
])('accepts %s', (_what, change) => {
  expect(check(change)).not.toThrow();
});

it.each<[object, string]>([
  [{ typeName: 'Other::Own::Type' }, 'the package is of the type Other::Own::Type, not My::Own::Type'],
  [{ typeName: 'No' }, '#/typeName: must match pattern'],
  [{ typeName: undefined }, "#: must have required property 'typeName'"],
  [{ description: undefined }, "#: must have required property 'description'"],
  [{ properties: undefined }, "#: must have required property 'properties'"],
  [{ properties: {} }, '#/properties: must NOT have fewer than 1 properties'],
  [{ properties: { 'No-Name': { type: 'string' } } }, "#/properties: 'No-Name' is not permitted"],
  [{ primaryIdentifier: undefined }, "#: must have required property 'primaryIdentifier'"],
  [{ primaryIdentifier: [] }, '#/primaryIdentifier: must NOT have fewer than 1 items'],
  [{ primaryIdentifier: ['Id'] }, '#/primaryIdentifier/0: must match pattern'],
  [{ primaryIdentifier: ['/properties/Gone'] }, '#/primaryIdentifier: /properties/Gone is not a property'],
  [{ primaryIdentifier: ['/properties/Boxes'] }, '#/primaryIdentifier: /properties/Boxes must be a scalar'],
  [{ primaryIdentifier: ['/properties/Box'] }, '#/primaryIdentifier: /properties/Box must be a scalar'],
  [{ readOnlyProperties: ['/properties/Gone'] }, '#/readOnlyProperties: /properties/Gone is not a property'],
  [{ createOnlyProperties: ['/properties/Box/Gone'] }, '/properties/Box/Gone is not a property'],
  [{ createOnlyProperties: ['/properties/Boxes/*/Gone'] }, '/properties/Boxes/*/Gone is not a property'],
  [{ required: ['Gone'] }, '#/required: Gone is not a property'],
  [{ additionalProperties: undefined }, "#: must have required property 'additionalProperties'"],
  [{ additionalProperties: true }, '#/additionalProperties: must be false'],
  [{ resources: {} }, "#: 'resources' is not permitted"],
  [{ handlers: { make: handler } }, "#/handlers: 'make' is not permitted"],
  [{ handlers: { create: {} } }, "#/handlers/create: must have required property 'permissions'"],
  [{ handlers: { create: { permissions: 'a:b' } } }, '#/handlers/create/permissions: must be array'],
  [{ handlers: { create: { ...handler, timeoutInMinutes: 1 } } }, 'timeoutInMinutes: must be >= 2'],
  [{ handlers: { create: { ...handler, timeoutInMinutes: 2161 } } }, 'timeoutInMinutes: must be <= 2160'],
  [
    { properties: { ...base.properties, At: { $ref: '#/definitions/Gone' } } },
    "#: can't resolve reference #/definitions/Gone",
  ],
  [
    { properties: { ...base.properties, At: { type: 'string', pattern: '(' } } },
    '#: Invalid regular expression',
  ],
  [
    {
      typeConfiguration: { properties: { A: { $ref: '#/definitions/Gone' } }, additionalProperties: false },
    },
    "#/typeConfiguration: can't resolve reference #/definitions/Gone",
  ],
  [{ tagging: {} }, "#/tagging: must have required property 'taggable'"],
  [
    { typeConfiguration: { type: 'object' } },
    "#/typeConfiguration: must have required property 'properties'",
  ],
  [
    { typeConfiguration: { ...{ properties: { A: { type: 'string' } } }, additionalProperties: true } },
    '#/typeConfiguration/additionalProperties: must be false',
  ],
])('refuses %j', (change, message) => {
  expect(check(change)).toThrow(message);
});

it.each<[object, string]>([
  [{ type: 'object', additionalProperties: true }, '/additionalProperties: must be false'],
  [{ type: 'string', if: {} }, "'if' is not a keyword of resource schemas"],
  [{ enum: ['a'] }, 'must have property type when property enum is present'],
  [
    { type: 'object', properties: { A: { type: 'string' } }, patternProperties: {} },
    'properties and patternProperties exclude each other',
  ],
  [{ type: 'array', items: [{ type: 'string' }] }, '/items: must be object'],
])('refuses a property %j at any depth', (property, message) => {
  const nested = { type: 'object', properties: { Inner: property }, additionalProperties: false };
  const listed = { type: 'array', items: { anyOf: [property] } };
  for (const at of [property, nested, listed])
    expect(check({ properties: { ...base.properties, At: at } })).toThrow(message);
  expect(check({ definitions: { Box: base.definitions.Box, At: nested } })).toThrow(message);
});
