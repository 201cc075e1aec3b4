import type { DescribeTypeInput } from '@aws-sdk/client-cloudformation';
import { versionIdOf, versionOf } from '../state';
import type { Action } from './action';

export const describeType: Action<DescribeTypeInput> = (input, { state }) => {
  const versionId = versionIdOf(input);
  const type = versionId === undefined ? state.liveType(input) : state.type(input);
  const version = versionOf(type, versionId ?? type.defaultVersion);
  const { schema } = version.host;
  return {
    Arn: version.arn,
    Type: 'RESOURCE',
    TypeName: version.typeName,
    DefaultVersionId: type.defaultVersion,
    IsDefaultVersion: !version.deprecated && version.versionId === type.defaultVersion,
    Description: schema.description,
    Schema: JSON.stringify(schema),
    ProvisioningType: schema.handlers.update === undefined ? 'IMMUTABLE' : 'FULLY_MUTABLE',
    DeprecatedStatus: version.deprecated ? 'DEPRECATED' : 'LIVE',
    LoggingConfig: version.logging && {
      LogRoleArn: version.logging.role,
      LogGroupName: version.logging.group,
    },
    ExecutionRoleArn: version.executionRoleArn,
    Visibility: 'PRIVATE',
    TimeCreated: version.registeredAt.toISOString(),
    LastUpdated: version.registeredAt.toISOString(),
    ConfigurationSchema: schema.typeConfiguration && JSON.stringify(schema.typeConfiguration),
  };
};
