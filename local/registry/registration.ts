import { arnOf } from '../service/arn';
import type { Caller } from '../service/service';
import type { HandlerHost } from './handler-host';
import { modelCheck } from './model-validation';
import type { RegistryOptions } from './options';
import { readSchema } from './package';
import { requireValidSchema } from './schema-rules';
import {
  liveVersions,
  type RegisteredType,
  type Registration,
  type RegistryState,
  type TypeVersion,
} from './state';

export interface RegistrationRequest {
  typeName: string;
  archive: Buffer;
  executionRoleArn: string | undefined;
  logging: TypeVersion['logging'];
}

/** What registering works on. */
export interface RegistrationScope {
  state: RegistryState;
  caller: Caller;
  options: RegistryOptions;
}

type Stage = 'VALIDATION_STAGE' | 'DEPLOY_STAGE';

/** Registers a version in the background, in AWS's two stages. A failure is the registration's own. */
export function startRegistration(
  token: string,
  request: RegistrationRequest,
  scope: RegistrationScope,
): Registration {
  const registration: Registration = {
    token,
    typeName: request.typeName,
    status: 'IN_PROGRESS',
    description: 'Deployment is currently in VALIDATION_STAGE of status IN_PROGRESS',
    versionArn: undefined,
    work: Promise.resolve(),
  };
  let stage: Stage = 'VALIDATION_STAGE';
  const register = async (): Promise<void> => {
    await requireValidPackage(request, scope.options);
    stage = 'DEPLOY_STAGE';
    registration.description = `Deployment is currently in ${stage} of status IN_PROGRESS`;
    const host = await scope.options.startHost(request.archive, scope.caller);
    await scope.options.delay();
    registration.versionArn = addVersion(host, request, scope).arn;
  };
  registration.work = register().then(
    () => end(registration, 'COMPLETE', 'Deployment is currently in DEPLOY_STAGE of status COMPLETED'),
    (error: Error) => end(registration, 'FAILED', failureOf(stage, token, error)),
  );
  return registration;
}

function end(registration: Registration, status: 'COMPLETE' | 'FAILED', description: string): void {
  Object.assign(registration, { status, description });
}

/** In AWS's words, which go on to say what its services leave out: the reason. */
function failureOf(stage: Stage, token: string, { message }: Error): string {
  const next = stage === 'VALIDATION_STAGE' ? '; Next is DEPLOY_STAGE with status CANCELLED' : '';
  const head = `Deployment is currently in ${stage} of status FAILED${next}`;
  return `${head}\nDeployment failed with error. Error message: [${token}] ${message}`.slice(0, 1024);
}

async function requireValidPackage(
  { archive, typeName, executionRoleArn }: RegistrationRequest,
  { requireRole }: RegistryOptions,
): Promise<void> {
  const schema = await readSchema(archive);
  requireValidSchema(schema, typeName);
  const needing = Object.values(schema.handlers).flatMap(({ permissions = [] }) => permissions);
  if (requireRole && executionRoleArn === undefined && needing.length > 0)
    throw new Error(
      `the handlers of ${typeName} need permissions (${needing[0]}, ...): register it with an ExecutionRoleArn`,
    );
}

function addVersion(
  host: HandlerHost,
  { typeName, executionRoleArn, logging }: RegistrationRequest,
  { state, caller }: RegistrationScope,
): TypeVersion {
  const type = state.types.get(typeName) ?? newType(typeName);
  const versionId = String(type.versions.length + 1).padStart(8, '0');
  const version: TypeVersion = {
    typeName,
    versionId,
    arn: arnOf('cloudformation', `type/resource/${typeName.replaceAll('::', '-')}/${versionId}`, caller),
    host,
    check: modelCheck(host.schema),
    executionRoleArn,
    logging,
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
