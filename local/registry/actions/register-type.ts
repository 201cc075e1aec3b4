import { createHash, randomUUID } from 'node:crypto';
import type { RegisterTypeInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { startRegistration } from '../registration';
import { isLive, liveVersions, type RegistryState } from '../state';
import type { Action } from './action';
import { requireTypeName } from './type-name';

/** AWS's quotas for one Region of one account. */
const MOST_VERSIONS = 50;
const MOST_TYPES = 50;

/** Begins a registration. What the package contains is judged in the background, as on AWS. */
export const registerType: Action<RegisterTypeInput> = async (input, scope) => {
  const { TypeName: typeName = '', LoggingConfig, ExecutionRoleArn } = input;
  const { registrations } = scope.state;
  requireResource(input.Type);
  requireTypeName(typeName);
  const token = tokenOf(input);
  if (registrations.has(token)) return { RegistrationToken: token };
  requireRoom(typeName, scope.state);
  const archive = await scope.options.fetchPackage(input.SchemaHandlerPackage ?? '', scope.caller.region);
  const logging = LoggingConfig?.LogGroupName
    ? { role: LoggingConfig.LogRoleArn ?? '', group: LoggingConfig.LogGroupName }
    : undefined;
  const request = { typeName, archive, executionRoleArn: ExecutionRoleArn, logging };
  // Another request with the token may have got here while the package was read.
  if (!registrations.has(token)) registrations.set(token, startRegistration(token, request, scope));
  return { RegistrationToken: token };
};

function requireResource(type: string | undefined): void {
  if (type === undefined || type === 'RESOURCE') return;
  throw new AwsError(
    'CFNRegistryException',
    `Type ${type} is not supported by the local endpoint: it registers types of the kind RESOURCE only.`,
  );
}

/** The same request with the same ClientRequestToken is the same registration. */
function tokenOf({ ClientRequestToken, ...request }: RegisterTypeInput): string {
  if (ClientRequestToken === undefined) return randomUUID();
  const hash = createHash('sha256')
    .update(JSON.stringify([ClientRequestToken, request]))
    .digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function requireRoom(typeName: string, { types }: RegistryState): void {
  const type = types.get(typeName);
  if (type !== undefined && liveVersions(type).length >= MOST_VERSIONS)
    throw new AwsError(
      'CFNRegistryException',
      `The type '${typeName}' has ${MOST_VERSIONS} versions, the most that can be registered: deregister one first.`,
    );
  if ((type === undefined || !isLive(type)) && [...types.values()].filter(isLive).length >= MOST_TYPES)
    throw new AwsError(
      'CFNRegistryException',
      `${MOST_TYPES} types are registered, the most that a Region of an account can have: deregister one first.`,
    );
}
