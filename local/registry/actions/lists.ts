import type { ListTypeVersionsInput } from '@aws-sdk/client-cloudformation';
import { defaultOf, typeArnOf } from '../state';
import type { Action } from './action';

export const listTypes: Action<object> = (_input, { state }) => ({
  TypeSummaries: [...state.types.values()].map((type) => {
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
  const type = state.type({ TypeName: input.TypeName, TypeArn: input.Arn });
  return {
    TypeVersionSummaries: type.versions.map((version) => ({
      Type: 'RESOURCE',
      TypeName: type.name,
      VersionId: version.versionId,
      IsDefaultVersion: version.versionId === type.defaultVersion,
      Arn: version.arn,
      TimeCreated: version.registeredAt.toISOString(),
    })),
  };
};

export const listTypeRegistrations: Action<object> = (_input, { state }) => ({
  RegistrationTokenList: [...state.registrations.keys()],
});
