import type { ListTypeVersionsInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { defaultOf, isLive, type RegisteredType, type RegistryState, typeArnOf } from '../state';
import type { Action } from './action';

export const listTypes: Action<object> = (_input, { state }) => ({
  TypeSummaries: [...state.types.values()].filter(isLive).map((type) => {
    const version = defaultOf(type);
    return {
      Type: 'RESOURCE',
      TypeName: type.name,
      DefaultVersionId: type.defaultVersion,
      TypeArn: typeArnOf(version.arn),
      LastUpdated: version.registeredAt.toISOString(),
      Description: version.host.schema.description,
    };
  }),
});

export const listTypeVersions: Action<ListTypeVersionsInput> = (input, { state }) => {
  const { DeprecatedStatus = 'LIVE' } = input;
  const type = typeOf(input, state);
  const wanted = type.versions.filter(
    ({ deprecated = false }) => deprecated === (DeprecatedStatus === 'DEPRECATED'),
  );
  return {
    TypeVersionSummaries: wanted.map((version) => ({
      Type: 'RESOURCE',
      TypeName: type.name,
      VersionId: version.versionId,
      IsDefaultVersion: !version.deprecated && version.versionId === type.defaultVersion,
      Arn: version.arn,
      TimeCreated: version.registeredAt.toISOString(),
    })),
  };
};

/** ListTypeVersions has no TypeNotFoundException. */
function typeOf({ TypeName, Arn }: ListTypeVersionsInput, state: RegistryState): RegisteredType {
  try {
    return state.type({ TypeName, TypeArn: Arn });
  } catch (error) {
    throw new AwsError('CFNRegistryException', (error as Error).message);
  }
}

export const listTypeRegistrations: Action<object> = (_input, { state }) => ({
  RegistrationTokenList: [...state.registrations.keys()],
});
