import {
  BatchDescribeTypeConfigurationsCommand,
  DescribeTypeCommand,
  GetTemplateCommand,
  ListTypeVersionsCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import { describeStack, isUpdatable } from '../stack/existing-stack';
import { registrationStack } from './names';
import type { TypeConfiguration } from './type-configuration';

/** A type that is registered, by whatever means. */
interface RegisteredType {
  /** The default version, which stacks use. */
  versionId: string;
  executionRole: string | undefined;
  /** Of the default version. */
  schema: unknown;
  /** The ids of every version that can become the default. */
  versions: string[];
  /** Undefined when none was set. */
  configuration: TypeConfiguration | undefined;
}

/** What a Region has of a type. */
export interface Registration {
  account: string;
  region: string;
  stackName: string;
  /** The stack that registers the type; undefined as long as it can only be created. */
  stack: Stack | undefined;
  /** Of a first registration that failed or has not begun: a stack that can only be deleted. */
  remains: Stack | undefined;
  /** Its template. */
  template: string | undefined;
  type: RegisteredType | undefined;
}

export async function findRegistration(connection: Connection, typeName: string): Promise<Registration> {
  const stackName = registrationStack(typeName);
  const [account, region] = await Promise.all([connection.account(), connection.region()]);
  const [found, type] = await Promise.all([
    describeStack(connection.cloudformation, stackName),
    findType(connection, typeName),
  ]);
  const stack = isUpdatable(found) ? found : undefined;
  const remains = stack === undefined && found?.StackStatus !== 'DELETE_COMPLETE' ? found : undefined;
  const template = stack && (await templateOf(connection, stackName));
  return { account, region, stackName, stack, remains, template, type };
}

async function templateOf({ cloudformation }: Connection, StackName: string): Promise<string | undefined> {
  const { TemplateBody } = await cloudformation.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
  );
  return TemplateBody;
}

/** The type with its versions; undefined when it is not registered. */
async function findType(
  { cloudformation }: Connection,
  TypeName: string,
): Promise<RegisteredType | undefined> {
  try {
    const type = await cloudformation.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName }));
    const versionId = type.DefaultVersionId ?? type.Arn?.split('/').at(-1) ?? '';
    return {
      versionId,
      executionRole: type.ExecutionRoleArn,
      schema: JSON.parse(type.Schema ?? 'null'),
      versions: await versionsOf(cloudformation, TypeName),
      configuration: await configurationOf(cloudformation, TypeName),
    };
  } catch (error) {
    if (hasName(error, 'TypeNotFoundException')) return undefined;
    throw error;
  }
}

async function versionsOf(cloudformation: Connection['cloudformation'], TypeName: string): Promise<string[]> {
  const versions: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudformation.send(
      new ListTypeVersionsCommand({ Type: 'RESOURCE', TypeName, DeprecatedStatus: 'LIVE', NextToken }),
    );
    versions.push(...(page.TypeVersionSummaries ?? []).flatMap(({ VersionId }) => VersionId ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return versions;
}

async function configurationOf(
  cloudformation: Connection['cloudformation'],
  TypeName: string,
): Promise<TypeConfiguration | undefined> {
  const { TypeConfigurations = [] } = await cloudformation.send(
    new BatchDescribeTypeConfigurationsCommand({
      TypeConfigurationIdentifiers: [{ Type: 'RESOURCE', TypeName, TypeConfigurationAlias: 'default' }],
    }),
  );
  const text = TypeConfigurations[0]?.Configuration ?? '{}';
  const configuration = JSON.parse(text) as TypeConfiguration;
  return Object.keys(configuration).length === 0 ? undefined : configuration;
}
