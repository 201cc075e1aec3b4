// Generated from schema/token-injectable-docker-builder.json by npm run generate. Do not edit.
import type { ErrorObject } from 'ajv';

/** Checks the properties against the schema and converts scalars to its types, in place. */
export interface Validator {
  (properties: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const model: Validator;
export const typeConfiguration: Validator;
