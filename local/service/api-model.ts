import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

/** A shape of a service's published API model (botocore's data). */
export interface Shape {
  type: string;
  members?: Record<string, { shape: string }>;
  required?: string[];
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  enum?: string[];
  min?: number;
  max?: number;
  pattern?: string;
  /** Of an error: the service's fault, not the caller's. */
  fault?: boolean;
}

export interface ServiceModel {
  operations: Record<string, { input?: { shape: string }; output?: { shape: string } }>;
  shapes: Record<string, Shape>;
}

/** Loads a service's newest published model. */
export function serviceModel(folder: string, service: string): ServiceModel {
  const versions = readdirSync(join(folder, service)).sort();
  const path = join(folder, service, versions.at(-1) ?? '', 'service-2.json');
  const text = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
  return JSON.parse(text.toString('utf8')) as ServiceModel;
}

const reference = (name: string) => ({ $ref: `#/definitions/${name}` });

function schemaOf(shape: Shape): object {
  switch (shape.type) {
    case 'structure':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([name, { shape: of }]) => [name, reference(of)]),
        ),
        required: shape.required ?? [],
      };
    case 'list':
      return {
        type: 'array',
        items: reference(shape.member?.shape ?? ''),
        minItems: shape.min ?? 0,
        ...(shape.max === undefined ? {} : { maxItems: shape.max }),
      };
    case 'map':
      return { type: 'object', additionalProperties: reference(shape.value?.shape ?? '') };
    case 'string':
      return {
        type: 'string',
        ...(shape.enum === undefined ? {} : { enum: shape.enum }),
        ...(shape.min === undefined ? {} : { minLength: shape.min }),
        ...(shape.max === undefined ? {} : { maxLength: shape.max }),
        ...(shape.pattern === undefined ? {} : { pattern: `^(?:${shape.pattern})$` }),
      };
    case 'integer':
    case 'long':
      return {
        type: 'integer',
        ...(shape.min === undefined ? {} : { minimum: shape.min }),
        ...(shape.max === undefined ? {} : { maximum: shape.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    default:
      return {};
  }
}

/** Why a value is not of a shape, in words; undefined when it is. */
export type ShapeCheck = (value: unknown) => string | undefined;

/** Checks requests and answers of a service against its published model. */
export function shapeChecks(model: ServiceModel) {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false, unicodeRegExp: true });
  const definitions = Object.fromEntries(
    Object.entries(model.shapes).map(([name, shape]) => [name, schemaOf(shape)]),
  );
  const compiled = new Map<string, ValidateFunction>();
  const checkOf = (shape: string | undefined): ShapeCheck => {
    if (shape === undefined) return () => undefined;
    return (value) => {
      const validate = compiled.get(shape) ?? ajv.compile({ definitions, ...reference(shape) });
      compiled.set(shape, validate);
      return validate(value) ? undefined : words(validate.errors?.[0]);
    };
  };
  return {
    input: (operation: string): ShapeCheck => checkOf(model.operations[operation]?.input?.shape),
    output: (operation: string): ShapeCheck => checkOf(model.operations[operation]?.output?.shape),
    knows: (operation: string): boolean => operation in model.operations,
  };
}

function words(error: ErrorObject | undefined): string {
  const member = error?.instancePath.slice(1).replaceAll('/', '.');
  if (error?.keyword === 'additionalProperties')
    return `Unknown parameter in ${member || 'the request'}: "${error.params.additionalProperty}"`;
  return `Invalid ${member || 'request'}: ${error?.message ?? 'it does not match the API model'}`;
}
