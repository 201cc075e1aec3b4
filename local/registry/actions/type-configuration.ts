import type {
  BatchDescribeTypeConfigurationsInput,
  SetTypeConfigurationInput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { defaultOf, typeArnOf } from '../state';
import type { Action } from './action';

export const setTypeConfiguration: Action<SetTypeConfigurationInput> = (input, { state }) => {
  const type = state.liveType(input);
  type.configuration = parse(input.Configuration ?? '');
  return { ConfigurationArn: `${typeArnOf(defaultOf(type).arn)}/configuration/default` };
};

export const batchDescribeTypeConfigurations: Action<BatchDescribeTypeConfigurationsInput> = (
  { TypeConfigurationIdentifiers = [] },
  { state },
) => ({
  TypeConfigurations: TypeConfigurationIdentifiers.map((identifier) => {
    const type = state.liveType(identifier);
    return {
      TypeName: type.name,
      Alias: 'default',
      Configuration: JSON.stringify(type.configuration ?? {}),
      IsDefaultConfiguration: type.configuration === undefined,
    };
  }),
});

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new AwsError('CFNRegistryException', 'The configuration is not valid JSON.');
  }
}
