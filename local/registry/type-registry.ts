import { randomUUID } from 'node:crypto';
import { AwsError } from '../service/service';
import { type HandlerHost, startHandlerHost } from './handler-host';
import { type ModelCheck, modelCheck } from './model-validation';
import { pathOf } from './properties';

/** A version of a registered type. */
export interface TypeVersion {
  typeName: string;
  versionId: string;
  arn: string;
  host: HandlerHost;
  check: ModelCheck;
  executionRoleArn: string | undefined;
  logging: { role: string; group: string } | undefined;
  registeredAt: Date;
}

interface RegisteredType {
  versions: TypeVersion[];
  defaultVersion: string;
  configuration: Record<string, unknown> | undefined;
}

export interface RegistryOptions {
  account: string;
  node: string;
  script: string;
  /** The environment of the handlers' processes. */
  env: Record<string, string>;
  /** Reads an object of the endpoint, by its s3:// address. */
  fetchPackage(url: string): Promise<Buffer>;
}

type Input = Record<string, unknown>;

const text = (input: Input, name: string): string | undefined =>
  typeof input[name] === 'string' ? (input[name] as string) : undefined;

/** CloudFormation's registry of types: the calls of its API that concern private resource types. */
export class TypeRegistry {
  private readonly types = new Map<string, RegisteredType>();
  private readonly registrations = new Map<
    string,
    { status: string; description: string; arn: string | undefined }
  >();

  constructor(private readonly options: RegistryOptions) {}

  /** @throws AwsError as the service would */
  async handle(action: string, input: Input, region: string): Promise<object> {
    switch (action) {
      case 'RegisterType':
        return this.register(input, region);
      case 'DescribeTypeRegistration':
        return this.describeRegistration(input);
      case 'DescribeType':
        return this.describe(input);
      case 'ListTypes':
        return { TypeSummaries: [...this.types].map(([name, type]) => this.summary(name, type)) };
      case 'ListTypeVersions':
        return {
          TypeVersionSummaries: this.named(input).versions.map((version) => this.versionSummary(version)),
        };
      case 'ListTypeRegistrations':
        return { RegistrationTokenList: [...this.registrations.keys()] };
      case 'SetTypeDefaultVersion':
        return this.setDefault(input);
      case 'SetTypeConfiguration':
        return this.setConfiguration(input);
      case 'BatchDescribeTypeConfigurations':
        return this.describeConfigurations(input);
      case 'DeregisterType':
        return this.deregister(input);
      default:
        throw new AwsError('InvalidAction', `Unknown action: ${action}`);
    }
  }

  /** The version that stacks use. @throws AwsError when there is none */
  current(typeName: string): TypeVersion {
    const type = this.types.get(typeName);
    const version = type?.versions.find(({ versionId }) => versionId === type.defaultVersion);
    if (version === undefined)
      throw new AwsError('TypeNotFoundException', `The type '${typeName}' cannot be found.`, 404);
    return version;
  }

  configuration(typeName: string): Record<string, unknown> | undefined {
    return this.types.get(typeName)?.configuration;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.types.values()].flatMap(({ versions }) => versions.map(({ host }) => host.stop())),
    );
    this.types.clear();
  }

  private async register(input: Input, region: string): Promise<object> {
    const typeName = text(input, 'TypeName') ?? '';
    const token = randomUUID();
    const { account, node, script, env, fetchPackage } = this.options;
    try {
      const archive = await fetchPackage(text(input, 'SchemaHandlerPackage') ?? '');
      const host = await startHandlerHost({
        package: archive,
        node,
        script,
        env: { ...env, AWS_REGION: region },
      });
      if (host.schema.typeName !== typeName) {
        await host.stop();
        throw new Error(`the package is of the type ${host.schema.typeName}, not ${typeName}`);
      }
      const type = this.types.get(typeName) ?? {
        versions: [],
        defaultVersion: '00000001',
        configuration: undefined,
      };
      const versionId = String(type.versions.length + 1).padStart(8, '0');
      const arn = `arn:aws:cloudformation:${region}:${account}:type/resource/${typeName.replaceAll('::', '-')}/${versionId}`;
      const logging = input.LoggingConfig as { LogRoleArn?: string; LogGroupName?: string } | undefined;
      type.versions.push({
        typeName,
        versionId,
        arn,
        host,
        check: modelCheck(host.schema),
        executionRoleArn: text(input, 'ExecutionRoleArn'),
        logging: logging?.LogGroupName
          ? { role: logging.LogRoleArn ?? '', group: logging.LogGroupName }
          : undefined,
        registeredAt: new Date(),
      });
      this.types.set(typeName, type);
      this.registrations.set(token, {
        status: 'COMPLETE',
        description: 'Deployment is currently in DEPLOY_STAGE of status COMPLETED',
        arn,
      });
    } catch (error) {
      this.registrations.set(token, {
        status: 'FAILED',
        description: error instanceof Error ? error.message : String(error),
        arn: undefined,
      });
    }
    return { RegistrationToken: token, types: this.described(typeName) };
  }

  /** What MiniStack has to know of a type to hold it in stacks. */
  private described(typeName: string): object[] {
    if (!this.types.has(typeName)) return [];
    const { schema } = this.current(typeName).host;
    return [{ typeName, createOnly: (schema.createOnlyProperties ?? []).map(pathOf) }];
  }

  private describeRegistration(input: Input): object {
    const found = this.registrations.get(text(input, 'RegistrationToken') ?? '');
    if (found === undefined)
      throw new AwsError('CFNRegistryException', 'The registration token cannot be found.');
    const arn = found.arn?.split('/').slice(0, -1).join('/');
    return {
      ProgressStatus: found.status,
      Description: found.description,
      TypeArn: arn,
      TypeVersionArn: found.arn,
    };
  }

  private named(input: Input): RegisteredType {
    const name = this.nameOf(input);
    const type = this.types.get(name);
    if (type === undefined)
      throw new AwsError('TypeNotFoundException', `The type '${name}' cannot be found.`, 404);
    return type;
  }

  private nameOf(input: Input): string {
    const arn = text(input, 'Arn') ?? text(input, 'TypeArn');
    return text(input, 'TypeName') ?? arn?.split('/')[2]?.replaceAll('-', '::') ?? '';
  }

  private describe(input: Input): object {
    const type = this.named(input);
    const wanted = text(input, 'VersionId') ?? text(input, 'Arn')?.split('/')[3] ?? type.defaultVersion;
    const version = type.versions.find(({ versionId }) => versionId === wanted);
    if (version === undefined)
      throw new AwsError('TypeNotFoundException', `The version '${wanted}' cannot be found.`, 404);
    const { schema } = version.host;
    return {
      Arn: version.arn,
      Type: 'RESOURCE',
      TypeName: version.typeName,
      DefaultVersionId: type.defaultVersion,
      IsDefaultVersion: version.versionId === type.defaultVersion,
      Description: schema.description,
      Schema: JSON.stringify(schema),
      ProvisioningType: schema.handlers.update === undefined ? 'IMMUTABLE' : 'FULLY_MUTABLE',
      DeprecatedStatus: 'LIVE',
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
  }

  private summary(name: string, type: RegisteredType): object {
    const version = this.current(name);
    return {
      Type: 'RESOURCE',
      TypeName: name,
      DefaultVersionId: type.defaultVersion,
      TypeArn: version.arn.split('/').slice(0, -1).join('/'),
      LastUpdated: version.registeredAt.toISOString(),
      Description: version.host.schema.description,
    };
  }

  private versionSummary(version: TypeVersion): object {
    return {
      Type: 'RESOURCE',
      TypeName: version.typeName,
      VersionId: version.versionId,
      IsDefaultVersion: this.types.get(version.typeName)?.defaultVersion === version.versionId,
      Arn: version.arn,
      TimeCreated: version.registeredAt.toISOString(),
    };
  }

  private setDefault(input: Input): object {
    const type = this.named(input);
    const wanted = text(input, 'VersionId') ?? text(input, 'Arn')?.split('/')[3];
    if (!type.versions.some(({ versionId }) => versionId === wanted)) {
      throw new AwsError('TypeNotFoundException', `The version '${wanted}' cannot be found.`, 404);
    }
    type.defaultVersion = wanted as string;
    return { types: this.described(this.nameOf(input)) };
  }

  private setConfiguration(input: Input): object {
    const type = this.named(input);
    type.configuration = JSON.parse(text(input, 'Configuration') ?? '{}');
    return { ConfigurationArn: `${this.current(this.nameOf(input)).arn}/configuration/default` };
  }

  private describeConfigurations(input: Input): object {
    const asked = (input.TypeConfigurationIdentifiers as Input[] | undefined) ?? [];
    return {
      TypeConfigurations: asked.map((identifier) => ({
        TypeName: this.nameOf(identifier),
        Alias: 'default',
        Configuration: JSON.stringify(this.named(identifier).configuration ?? {}),
        IsDefaultConfiguration: this.named(identifier).configuration === undefined,
      })),
    };
  }

  private async deregister(input: Input): Promise<object> {
    const name = this.nameOf(input);
    const type = this.named(input);
    const wanted = text(input, 'VersionId') ?? text(input, 'Arn')?.split('/')[3];
    const others = type.versions.filter(({ versionId }) => versionId !== wanted);
    if (wanted === type.defaultVersion && others.length > 0) {
      throw new AwsError(
        'CFNRegistryException',
        'Cannot deregister the default version while other versions are active.',
      );
    }
    const gone =
      wanted === undefined ? type.versions : type.versions.filter(({ versionId }) => versionId === wanted);
    type.versions = wanted === undefined ? [] : others;
    if (type.versions.length === 0) this.types.delete(name);
    await Promise.all(gone.map(({ host }) => host.stop()));
    return {};
  }
}
