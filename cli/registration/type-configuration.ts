import type { ErrorObject } from 'ajv';
import { badInput } from '../exit-code';
import { quote } from '../options/check';
import { readInput } from '../options/input-file';
import type { TypeSchema } from './read-package';

export type TypeConfiguration = Record<string, unknown>;

/** SetTypeConfiguration's limit. */
const MOST_CHARACTERS = 204_800;

/**
 * Reads a type configuration and checks it against the type's schema, as CloudFormation would when everything else is
 * done already.
 * @throws CommandFailure that names the option, the member, its value and what is allowed
 */
export async function readTypeConfiguration(file: string, schema: TypeSchema): Promise<TypeConfiguration> {
  const text = (await readInput('--type-configuration', file)).toString('utf8');
  const refuse = (rule: string) => badInput(`--type-configuration ${file}: ${rule}`);
  if (text.length > MOST_CHARACTERS)
    throw refuse(`it has ${text.length} characters; at most ${MOST_CHARACTERS} are possible`);
  const configuration = parse(text, refuse);
  if (schema.typeConfiguration === undefined) throw refuse(`${schema.typeName} has no type configuration`);
  // Loaded on first use: it takes longer than most commands.
  const { Ajv } = await import('ajv');
  const validate = new Ajv({ allErrors: true, verbose: true, strict: false, logger: false }).compile({
    ...schema.typeConfiguration,
    type: 'object',
    definitions: schema.definitions,
  });
  if (validate(configuration)) return configuration;
  const faults = (validate.errors ?? []).flatMap((error) => describe(error, configuration));
  throw refuse([...new Set(faults)].join('; '));
}

function parse(text: string, refuse: (rule: string) => Error): TypeConfiguration {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refuse(`it is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('it must be a JSON object, such as {"ComputeType": "BUILD_GENERAL1_MEDIUM"}');
  return value as TypeConfiguration;
}

function describe(
  { instancePath, keyword, params, message = '', parentSchema }: ErrorObject,
  whole: TypeConfiguration,
): string[] {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const value = shorten(JSON.stringify(at(whole, instancePath)));
  const within = path === '' ? '' : `${path}: `;
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
      const hint = known.length === 0 ? '' : `; the properties are ${known.join(', ')}`;
      return [`${within}there is no property ${quote(String(params.additionalProperty))}${hint}`];
    }
    case 'required':
      return [`${within}${params.missingProperty} is missing`];
    case 'enum':
      return [`${path} ${value} must be one of ${params.allowedValues.join(', ')}`];
    default:
      return [`${path} ${value} ${message}`];
  }
}

const shorten = (json: string): string => (json.length > 80 ? `${json.slice(0, 77)}...` : json);

/** The value at a JSON pointer. */
const at = (whole: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], whole);
