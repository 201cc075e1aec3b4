import { randomUUID } from 'node:crypto';
import type { RegisterTypeInput } from '@aws-sdk/client-cloudformation';
import { arnOf } from '../../service/arn';
import { type HandlerHost, startHandlerHost } from '../handler-host';
import { modelCheck } from '../model-validation';
import { liveVersions, type RegisteredType, type TypeVersion } from '../state';
import type { Action, Scope } from './action';

/** Starts the package's handlers and adds a version. A failure is the registration's, as on AWS: the call succeeds. */
export const registerType: Action<RegisterTypeInput> = async (input, scope) => {
  const RegistrationToken = randomUUID();
  const { registrations } = scope.state;
  try {
    const version = await addVersion(input, scope);
    registrations.set(RegistrationToken, {
      status: 'COMPLETE',
      description: 'Deployment is currently in DEPLOY_STAGE of status COMPLETED',
      versionArn: version.arn,
    });
  } catch (error) {
    const description = error instanceof Error ? error.message : String(error);
    registrations.set(RegistrationToken, { status: 'FAILED', description, versionArn: undefined });
  }
  return { RegistrationToken };
};

async function addVersion(input: RegisterTypeInput, { state, caller, options }: Scope): Promise<TypeVersion> {
  const { TypeName: typeName = '', SchemaHandlerPackage = '', LoggingConfig } = input;
  const { node, script, env, fetchPackage } = options;
  const host = await startHandlerHost({
    package: await fetchPackage(SchemaHandlerPackage, caller.region),
    node,
    script,
    env: { ...env, AWS_REGION: caller.region },
  });
  await requireName(host, typeName);
  const type = state.types.get(typeName) ?? newType(typeName);
  const versionId = String(type.versions.length + 1).padStart(8, '0');
  const version: TypeVersion = {
    typeName,
    versionId,
    arn: arnOf('cloudformation', `type/resource/${typeName.replaceAll('::', '-')}/${versionId}`, caller),
    host,
    check: modelCheck(host.schema),
    executionRoleArn: input.ExecutionRoleArn,
    logging: LoggingConfig?.LogGroupName
      ? { role: LoggingConfig.LogRoleArn ?? '', group: LoggingConfig.LogGroupName }
      : undefined,
    registeredAt: new Date(),
  };
  type.versions.push(version);
  if (liveVersions(type).length === 1) type.defaultVersion = versionId;
  state.types.set(typeName, type);
  return version;
}

const newType = (name: string): RegisteredType => ({
  name,
  versions: [],
  defaultVersion: '',
  configuration: undefined,
});

async function requireName(host: HandlerHost, typeName: string): Promise<void> {
  if (host.schema.typeName === typeName) return;
  await host.stop();
  throw new Error(`the package is of the type ${host.schema.typeName}, not ${typeName}`);
}
