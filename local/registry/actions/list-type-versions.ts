import type { ListTypeVersionsInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { isDefault, type RegisteredType, type RegistryState } from '../state';
import type { Action } from './action';
import { namedType } from './named-type';
import { registryPage } from './registry-page';

export const listTypeVersions: Action<ListTypeVersionsInput> = (input, { state }) => {
  const type = typeOf(input, state);
  const wantsDeprecated = input.DeprecatedStatus === 'DEPRECATED';
  const found = type.versions.filter(({ deprecated = false }) => deprecated === wantsDeprecated);
  const { items, ...more } = registryPage(found, input);
  return {
    TypeVersionSummaries: items.map((version) => ({
      Type: 'RESOURCE',
      TypeName: type.name,
      VersionId: version.versionId,
      IsDefaultVersion: isDefault(type, version),
      Arn: version.arn,
      TimeCreated: version.registeredAt.toISOString(),
      Description: version.host.schema.description,
    })),
    ...more,
  };
};

/** ListTypeVersions has no TypeNotFoundException. */
function typeOf({ Type, TypeName, Arn }: ListTypeVersionsInput, state: RegistryState): RegisteredType {
  try {
    return namedType({ Type, TypeName, TypeArn: Arn }, state);
  } catch (error) {
    const { code, message } = error as AwsError;
    throw new AwsError(code === 'TypeNotFoundException' ? 'CFNRegistryException' : code, message);
  }
}
