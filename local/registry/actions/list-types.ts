import type { ListTypesInput } from '@aws-sdk/client-cloudformation';
import { provisioningTypeOf } from '../package';
import { defaultOf, isLive, type RegisteredType, typeArnOf } from '../state';
import type { Action } from './action';
import { registryPage } from './registry-page';

export const listTypes: Action<ListTypesInput> = (input, { state }) => {
  const found = [...state.types.values()].filter((type) => isWanted(type, input));
  const { items, ...more } = registryPage(found, input);
  return {
    TypeSummaries: items.map((type) => {
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
    ...more,
  };
};

/** All types here are private ones of the account, so what is published or activated matches nothing. */
function isWanted(type: RegisteredType, input: ListTypesInput): boolean {
  const { Visibility = 'PRIVATE', ProvisioningType = 'FULLY_MUTABLE', DeprecatedStatus = 'LIVE' } = input;
  const { Category = 'REGISTERED', PublisherId, TypeNamePrefix = '' } = input.Filters ?? {};
  return (
    Visibility === 'PRIVATE' &&
    (input.Type ?? 'RESOURCE') === 'RESOURCE' &&
    provisioningTypeOf(defaultOf(type).host.schema) === ProvisioningType &&
    isLive(type) === (DeprecatedStatus === 'LIVE') &&
    (Category === 'REGISTERED' || Category === 'THIRD_PARTY') &&
    PublisherId === undefined &&
    type.name.startsWith(TypeNamePrefix)
  );
}
