import type { ErrorObject } from 'ajv';
import type { Model, TypeConfiguration } from '../models';
import * as validators from '../validators';

/** Properties that the schema refuses; the message names each with its fix. */
export class InvalidProperties extends Error {}

/**
 * The model as the schema types it: CloudFormation sends numbers and booleans as strings. Map keys stay as they are,
 * `__proto__` and `constructor` included.
 * @throws InvalidProperties
 */
export const parseModel = (raw: unknown): Model => parsed<Model>(raw, validators.model, '');

/** @throws InvalidProperties */
export const parseTypeConfiguration = (raw: unknown): TypeConfiguration =>
  parsed<TypeConfiguration>(raw, validators.typeConfiguration, 'type configuration: ');

function parsed<T>(raw: unknown, validator: validators.Validator, prefix: string): T {
  const properties = structuredClone(withoutNull(raw));
  if (validator(properties)) return properties as T;
  const problems = [...new Set((validator.errors ?? []).filter(matters).map(problem))];
  throw new InvalidProperties(`${prefix}${problems.join('; ')}`);
}

/** Null says "not set", as an absent property does. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === null ? [] : [[key, withoutNull(member)]])),
  );
}

/** Which branch of a choice is missing what tells nobody anything: the choice's own error does. */
const matters = ({ schemaPath }: ErrorObject): boolean => !/\/oneOf\/\d+\//.test(schemaPath);

function problem({ instancePath, keyword, params, message }: ErrorObject): string {
  const property = instancePath.slice(1).replaceAll('/', '.') || 'the properties';
  if (keyword === 'additionalProperties')
    return `${property}: "${params.additionalProperty}" is not permitted; check its spelling`;
  if (keyword === 'oneOf') return `${property} must hold either S3Bucket and S3Key, or Inline`;
  if (keyword === 'enum') return `${property} must be one of ${params.allowedValues.join(', ')}`;
  return `${property} ${message}`;
}
