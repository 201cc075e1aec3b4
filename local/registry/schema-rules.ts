import Ajv, { type ErrorObject } from 'ajv';
import { META_SCHEMA } from './meta-schema';
import type { ResourceSchema } from './package';
import { pathOf } from './properties';

const MOST_REPORTED = 5;

const validate = new Ajv({ allErrors: true, strict: false, logger: false }).compile(META_SCHEMA);

/**
 * Checks a schema as a registration does: by CloudFormation's meta-schema, and by what its service relies on.
 * @throws Error that names each violation
 */
export function requireValidSchema(schema: ResourceSchema, typeName: string): void {
  const broken = validate(schema) ? [...rules(schema), ...unusable(schema)] : wordingOf(validate.errors);
  if (broken.length > 0)
    throw new Error(`Error validating schema definition: ${broken.slice(0, MOST_REPORTED).join('; ')}`);
  if (schema.typeName !== typeName)
    throw new Error(`the package is of the type ${schema.typeName}, not ${typeName}`);
}

const wordingOf = (errors: ErrorObject[] | null | undefined): string[] => [
  ...new Set((errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames').map(wording)),
];

function wording({ instancePath, keyword, params, message, propertyName }: ErrorObject): string {
  const at = `#${instancePath}`;
  if (propertyName !== undefined) return `${at}: '${propertyName}' is not a keyword of resource schemas`;
  if (keyword === 'additionalProperties') return `${at}: '${params.additionalProperty}' is not permitted`;
  if (keyword === 'const') return `${at}: must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'not') return `${at}: properties and patternProperties exclude each other`;
  return `${at}: ${message}`;
}

function rules(schema: ResourceSchema): string[] {
  const lists = Object.entries(schema).filter(([name]) => /Properties$|^primaryIdentifier$/.test(name));
  const pointers = lists.flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((pointer: string) => [name, pointer] as const) : [],
  );
  return [
    ...pointers
      .filter(([, pointer]) => !resolves(schema, pointer))
      .map(([name, pointer]) => `#/${name}: ${pointer} is not a property`),
    ...schema.primaryIdentifier
      .filter((pointer) => isComposite(resolve(schema, pointer)))
      .map((pointer) => `#/primaryIdentifier: ${pointer} must be a scalar`),
    ...(schema.required ?? [])
      .filter((name) => !(name in schema.properties))
      .map((name) => `#/required: ${name} is not a property`),
  ];
}

/** Why models can't be checked by the schema: a reference into nothing, a pattern that is not one. */
function unusable({ definitions, properties, typeConfiguration = {} }: ResourceSchema): string[] {
  const compile = (part: object, at: string): string[] => {
    try {
      new Ajv({ strict: false, logger: false }).compile({ definitions, ...part });
      return [];
    } catch (error) {
      return [`${at}: ${(error as Error).message}`];
    }
  };
  return [...compile({ properties }, '#'), ...compile(typeConfiguration, '#/typeConfiguration')];
}

interface Property {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Property>;
  patternProperties?: object;
  items?: Property;
}

const resolves = (schema: ResourceSchema, pointer: string): boolean => resolve(schema, pointer) !== undefined;

/** The property that a pointer names; an empty one where a choice or a map leaves open what is there. */
function resolve(schema: ResourceSchema, pointer: string): Property | undefined {
  let at: Property | undefined = { properties: schema.properties };
  for (const name of pathOf(pointer)) {
    at = dereference(schema, at);
    if (at === undefined) return undefined;
    if (at.properties === undefined && at.items === undefined) return {};
    at = name === '*' ? at.items : at.properties?.[name];
  }
  return dereference(schema, at);
}

function dereference(
  { definitions = {} }: ResourceSchema,
  property: Property | undefined,
): Property | undefined {
  const name = property?.$ref?.replace('#/definitions/', '');
  return name === undefined ? property : (definitions[name] as Property | undefined);
}

const isComposite = (property: Property | undefined): boolean =>
  property?.type === 'object' || property?.type === 'array';
