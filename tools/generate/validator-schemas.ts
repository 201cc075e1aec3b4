import type { JSONSchema } from 'json-schema-to-typescript';

interface ResourceSchema {
  definitions: Record<string, JSONSchema>;
  properties: Record<string, JSONSchema>;
  typeConfiguration: JSONSchema & { properties: Record<string, JSONSchema> };
}

/**
 * Plain JSON schemas of the model and of the type configuration. Read, list and delete receive only an identifier, so
 * the validator requires no property at the top level: CloudFormation has checked those, and the handlers do so again.
 */
export function validatorSchemas(schema: ResourceSchema): {
  model: JSONSchema;
  typeConfiguration: JSONSchema;
} {
  const { definitions, properties, typeConfiguration } = schema;
  const closed = { type: 'object', additionalProperties: false, definitions } as const;
  return {
    model: { ...closed, properties } as JSONSchema,
    typeConfiguration: { ...closed, properties: typeConfiguration.properties } as JSONSchema,
  };
}
