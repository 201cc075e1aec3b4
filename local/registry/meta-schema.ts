const NAME = '^[A-Za-z0-9]{1,64}$';
const TYPE_NAME = '^[a-zA-Z0-9]{2,64}(::[a-zA-Z0-9]{2,64}){2}$';
const URL = '^https://';

const property = { $ref: '#/definitions/property' };
const properties = { type: 'object', patternProperties: { [NAME]: property }, additionalProperties: false };
const strings = { type: 'array', items: { type: 'string' } };
const pointers = { type: 'array', minItems: 1, items: { type: 'string', pattern: '^/properties/.' } };
const choices = { type: 'array', minItems: 1, items: property };
const closed = { const: false };

/** The keywords that a property may have: JSON Schema's without those that CloudFormation has no use for. */
const KEYWORDS = [
  ...['$ref', '$comment', 'title', 'description', 'examples', 'default', 'type', 'format', 'const', 'enum'],
  ...['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern'],
  ...['items', 'maxItems', 'minItems', 'uniqueItems', 'contains', 'insertionOrder', 'arrayType'],
  ...[
    'properties',
    'required',
    'maxProperties',
    'minProperties',
    'additionalProperties',
    'patternProperties',
  ],
  ...['dependencies', 'allOf', 'anyOf', 'oneOf', 'relationshipRef'],
];

const handler = (more: object = {}) => ({
  type: 'object',
  properties: {
    permissions: strings,
    timeoutInMinutes: { type: 'integer', minimum: 2, maximum: 2160 },
    ...more,
  },
  required: ['permissions'],
  additionalProperties: false,
});

/** The rules of CloudFormation's meta-schema for resource types (provider.definition.schema.v1.json), in our own form. */
export const META_SCHEMA = {
  type: 'object',
  required: ['typeName', 'properties', 'description', 'primaryIdentifier', 'additionalProperties'],
  additionalProperties: false,
  properties: {
    $id: { type: 'string' },
    $schema: { type: 'string' },
    $comment: { type: 'string' },
    type: { const: 'RESOURCE' },
    title: { type: 'string' },
    typeName: { type: 'string', pattern: TYPE_NAME },
    description: { type: 'string' },
    sourceUrl: { type: 'string', pattern: URL },
    documentationUrl: { type: 'string', pattern: URL },
    taggable: { type: 'boolean' },
    tagging: {
      type: 'object',
      required: ['taggable'],
      additionalProperties: false,
      properties: {
        taggable: { type: 'boolean' },
        tagOnCreate: { type: 'boolean' },
        tagUpdatable: { type: 'boolean' },
        cloudFormationSystemTags: { type: 'boolean' },
        tagProperty: { type: 'string' },
        permissions: strings,
      },
    },
    replacementStrategy: { enum: ['create_then_delete', 'delete_then_create'] },
    additionalProperties: closed,
    properties: { ...properties, minProperties: 1 },
    definitions: properties,
    remote: { type: 'object' },
    required: strings,
    handlers: {
      type: 'object',
      properties: {
        create: handler(),
        read: handler(),
        update: handler(),
        delete: handler(),
        list: handler({ handlerSchema: { type: 'object' } }),
      },
      additionalProperties: false,
    },
    readOnlyProperties: pointers,
    writeOnlyProperties: pointers,
    createOnlyProperties: pointers,
    conditionalCreateOnlyProperties: pointers,
    deprecatedProperties: pointers,
    nonPublicProperties: pointers,
    nonPublicDefinitions: { type: 'array', minItems: 1, items: { type: 'string' } },
    primaryIdentifier: pointers,
    additionalIdentifiers: { type: 'array', minItems: 1, items: pointers },
    allOf: choices,
    anyOf: choices,
    oneOf: choices,
    resourceLink: { type: 'object', required: ['templateUri', 'mappings'] },
    propertyTransform: { type: 'object', patternProperties: { [NAME]: { type: 'string' } } },
    typeConfiguration: {
      type: 'object',
      required: ['properties', 'additionalProperties'],
      additionalProperties: false,
      properties: {
        additionalProperties: closed,
        description: { type: 'string' },
        required: strings,
        deprecatedProperties: pointers,
        properties: { ...properties, minProperties: 1 },
        allOf: choices,
        anyOf: choices,
        oneOf: choices,
      },
    },
  },
  definitions: {
    property: {
      type: 'object',
      propertyNames: { enum: KEYWORDS },
      properties: {
        items: property,
        properties: { ...properties, minProperties: 1 },
        additionalProperties: closed,
        patternProperties: { type: 'object' },
        allOf: choices,
        anyOf: choices,
        oneOf: choices,
      },
      dependencies: {
        enum: ['type'],
        const: ['type'],
        properties: { not: { required: ['patternProperties'] } },
      },
    },
  },
};
