import type { JSONSchema } from 'json-schema-to-typescript';

interface ResourceSchema {
  definitions: Record<string, JSONSchema>;
  properties: Record<string, JSONSchema>;
  typeConfiguration: JSONSchema & { properties: Record<string, JSONSchema> };
}

/**
 * Plain JSON schemas of the model and of the type configuration. Read, list and delete are asked with an identifier
 * alone, so the validator requires nothing of the top level: CloudFormation has checked that, and the handlers do.
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
