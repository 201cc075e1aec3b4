import type {
  BatchDescribeTypeConfigurationsInput,
  TypeConfigurationIdentifier,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { defaultOf, type RegistryState, typeArnOf } from '../state';
import type { Action } from './action';
import { configurationArnOf, configuredTypeArnOf } from './configuration-arn';
import { namedLiveType } from './named-type';

/** Describes the configurations that there are; the others are errors and unprocessed, as the API has places for both. */
export const batchDescribeTypeConfigurations: Action<BatchDescribeTypeConfigurationsInput> = (
  { TypeConfigurationIdentifiers: identifiers = [] },
  { state },
) => {
  const found: object[] = [];
  const errors: object[] = [];
  const unprocessed: TypeConfigurationIdentifier[] = [];
  for (const identifier of identifiers) {
    try {
      found.push(describe(identifier, state));
    } catch (error) {
      const { message, status } = error as AwsError;
      errors.push({
        ErrorCode: String(status),
        ErrorMessage: message.slice(0, 255),
        TypeConfigurationIdentifier: identifier,
      });
      unprocessed.push(identifier);
    }
  }
  return {
    Errors: errors,
    UnprocessedTypeConfigurations: unprocessed,
    TypeConfigurations: found,
  };
};

function describe(identifier: TypeConfigurationIdentifier, state: RegistryState): object {
  const { TypeConfigurationArn: arn, TypeConfigurationAlias: alias = 'default' } = identifier;
  const type = namedLiveType(arn === undefined ? identifier : { TypeArn: configuredTypeArnOf(arn) }, state);
  const { arn: versionArn } = defaultOf(type);
  if (alias !== 'default' || (arn !== undefined && arn !== configurationArnOf(versionArn)))
    throw new AwsError(
      'TypeConfigurationNotFoundException',
      `The configuration '${arn ?? alias}' of type '${type.name}' cannot be found.`,
      404,
    );
  return {
    Arn: configurationArnOf(versionArn),
    Alias: 'default',
    Configuration: JSON.stringify(type.configuration ?? {}),
    LastUpdated: type.configuredAt?.toISOString(),
    TypeArn: typeArnOf(versionArn),
    TypeName: type.name,
    IsDefaultConfiguration: true,
  };
}
