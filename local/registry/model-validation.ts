import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { ResourceSchema } from './package';

/** Checks properties as CloudFormation does before it calls a handler; undefined when they are valid. */
export type ModelCheck = (properties: unknown) => string | undefined;

/** Compiles a type's schema. Scalars may come as strings: CloudFormation turns them into the schema's types first. */
export function modelCheck(schema: ResourceSchema): ModelCheck {
  const ajv = new Ajv({ coerceTypes: true, allErrors: true, strict: false, logger: false });
  const { definitions, properties, required = [] } = schema;
  const validate: ValidateFunction = ajv.compile({
    type: 'object',
    additionalProperties: false,
    definitions,
    properties,
    required,
  });
  return (model) => {
    if (validate(structuredClone(model))) return undefined;
    return `Model validation failed (${violationsOf(validate.errors).join('; ')})`;
  };
}

/** Each violation once, in CloudFormation's words. */
export const violationsOf = (errors: ErrorObject[] | null | undefined): string[] => [
  ...new Set((errors ?? []).flatMap(wording)),
];

/** CloudFormation's own words for a violation. */
function wording({ instancePath, keyword, params, message, schemaPath }: ErrorObject): string[] {
  // Errors inside a branch of a choice are noise: the choice itself has an error.
  if (/\/(oneOf|anyOf)\/\d+\//.test(schemaPath)) return [];
  const at = `#${instancePath}`;
  switch (keyword) {
    case 'additionalProperties':
      return [`${at}: extraneous key [${params.additionalProperty}] is not permitted`];
    case 'required':
      return [`${at}: required key [${params.missingProperty}] not found`];
    case 'type':
      return [`${at}: expected type: ${params.type}`];
    case 'enum':
      return [`${at}: not a valid enum value; allowed: ${params.allowedValues.join(', ')}`];
    case 'oneOf':
      return [`${at}: ${params.passingSchemas === null ? 0 : 2} subschemas matched instead of one`];
    default:
      return [`${at}: failed validation constraint for keyword [${keyword}] (${message})`];
  }
}
