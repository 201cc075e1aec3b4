import type { DescribeTypeInput } from '@aws-sdk/client-cloudformation';
import { provisioningTypeOf } from '../package';
import { isDefault, type TypeVersion, versionIdOf, versionOf } from '../state';
import type { Action } from './action';
import { namedLiveType, namedType } from './named-type';
import { testsStatusOf } from './test-type';

export const describeType: Action<DescribeTypeInput> = (input, { state }) => {
  const versionId = versionIdOf(input);
  const type = (versionId === undefined ? namedLiveType : namedType)(input, state);
  const version = versionOf(type, versionId ?? type.defaultVersion);
  const { schema } = version.host;
  return {
    Arn: version.arn,
    Type: 'RESOURCE',
    TypeName: version.typeName,
    DefaultVersionId: type.defaultVersion,
    IsDefaultVersion: isDefault(type, version),
    // Only for a version that the request names, as on AWS.
    ...(versionId !== undefined && testsStatusOf(version)),
    Description: schema.description,
    Schema: JSON.stringify(schema),
    ProvisioningType: provisioningTypeOf(schema),
    DeprecatedStatus: version.deprecated ? 'DEPRECATED' : 'LIVE',
    LoggingConfig: loggingOf(version),
    ExecutionRoleArn: version.executionRoleArn,
    Visibility: 'PRIVATE',
    SourceUrl: schema.sourceUrl,
    DocumentationUrl: schema.documentationUrl,
    TimeCreated: version.registeredAt.toISOString(),
    LastUpdated: version.registeredAt.toISOString(),
    ConfigurationSchema: schema.typeConfiguration && JSON.stringify(schema.typeConfiguration),
  };
};

const loggingOf = ({ logging }: TypeVersion): object | undefined =>
  logging && { LogRoleArn: logging.role, LogGroupName: logging.group };
