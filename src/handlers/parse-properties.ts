import type { ErrorObject } from 'ajv';
import type { Model, TypeConfiguration } from '../models';
import type { Action } from '../runtime/protocol';
import * as validators from '../validators';
import { identifying } from './identifier';

/** The schema refuses the properties; the message names each of them with its fix. */
class InvalidProperties extends Error {}

/**
 * The model as the schema types it: CloudFormation sends numbers and booleans as strings. Map keys stay as they are,
 * `__proto__` and `constructor` included. Where only the identifier counts, nothing else can be a reason to fail: a
 * stack that an update or an older version of the type left with properties that are refused can still be deleted.
 * @throws InvalidProperties
 */
export const parseModel = (raw: unknown, action: Action = 'CREATE'): Model =>
  needsProperties(action) ? parse<Model>(raw, validators.model, '') : identifying(builderNameOf(raw));

/** @throws InvalidProperties */
export const parseTypeConfiguration = (raw: unknown, action: Action = 'CREATE'): TypeConfiguration =>
  needsProperties(action)
    ? parse<TypeConfiguration>(raw, validators.typeConfiguration, 'type configuration: ')
    : {};

const needsProperties = (action: Action): boolean => action === 'CREATE' || action === 'UPDATE';

function builderNameOf(raw: unknown): string | undefined {
  const name: unknown = (raw as { BuilderName?: unknown } | null)?.BuilderName;
  return typeof name === 'string' ? name : undefined;
}

function parse<T>(raw: unknown, validator: validators.Validator, prefix: string): T {
  const properties = structuredClone(withoutNull(raw));
  if (validator(properties)) return properties as T;
  const problems = [...new Set((validator.errors ?? []).filter(matters).map(problem))];
  throw new InvalidProperties(`${prefix}${problems.join('; ')}`);
}

/** Null means "not set", like an absent property. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === null ? [] : [[key, withoutNull(member)]])),
  );
}

/** Errors inside a `oneOf` branch are noise; report only the error of the `oneOf` itself. */
const matters = ({ schemaPath }: ErrorObject): boolean => !/\/oneOf\/\d+\//.test(schemaPath);

function problem({ instancePath, keyword, params, message }: ErrorObject): string {
  const property = instancePath.slice(1).replaceAll('/', '.') || 'the properties';
  if (keyword === 'additionalProperties')
    return `${property}: "${params.additionalProperty}" is not permitted; check its spelling`;
  if (keyword === 'oneOf') return `${property} must contain either S3Bucket and S3Key, or Inline`;
  if (keyword === 'enum') return `${property} must be one of ${params.allowedValues.join(', ')}`;
  return `${property} ${message}`;
}
