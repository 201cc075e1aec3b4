import type { SetTypeConfigurationInput } from '@aws-sdk/client-cloudformation';
import Ajv from 'ajv';
import { AwsError } from '../../service/errors';
import { violationsOf } from '../model-validation';
import type { ResourceSchema } from '../package';
import { defaultOf } from '../state';
import type { Action } from './action';
import { configurationArnOf } from './configuration-arn';
import { namedLiveType } from './named-type';

/** Keeps the configuration that the handlers of a type get, when the type's schema allows it. */
export const setTypeConfiguration: Action<SetTypeConfigurationInput> = (input, { state }) => {
  const type = namedLiveType(input, state);
  const { ConfigurationAlias: alias = 'default', Configuration = '' } = input;
  if (alias !== 'default')
    throw new AwsError(
      'CFNRegistryException',
      `ConfigurationAlias '${alias}' is not supported: handlers get the configuration named 'default'.`,
    );
  const { schema, arn } = { schema: defaultOf(type).host.schema, arn: defaultOf(type).arn };
  const configuration = parse(Configuration);
  requireValid(configuration, schema);
  type.configuration = configuration;
  type.configuredAt = new Date();
  return { ConfigurationArn: configurationArnOf(arn) };
};

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'CFNRegistryException',
      `The configuration is not valid JSON: ${(error as Error).message}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('CFNRegistryException', 'The configuration must be a JSON object.');
  return value as Record<string, unknown>;
}

function requireValid(
  configuration: object,
  { typeName, typeConfiguration, definitions }: ResourceSchema,
): void {
  if (typeConfiguration === undefined)
    throw new AwsError(
      'CFNRegistryException',
      `The type '${typeName}' has no configuration: its schema contains no typeConfiguration.`,
    );
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  const validate = ajv.compile({ type: 'object', definitions, ...typeConfiguration });
  if (!validate(configuration))
    throw new AwsError(
      'CFNRegistryException',
      `The configuration does not match the schema of '${typeName}': ${violationsOf(validate.errors).join('; ')}`,
    );
}
