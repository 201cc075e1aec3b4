import type { ListTypeRegistrationsInput } from '@aws-sdk/client-cloudformation';
import type { Action } from './action';
import { registryPage } from './registry-page';

/** As the documentation has it: only the registrations under way, unless another status is asked for. */
export const listTypeRegistrations: Action<ListTypeRegistrationsInput> = (input, { state }) => {
  const { Type = 'RESOURCE', RegistrationStatusFilter = 'IN_PROGRESS' } = input;
  const name = input.TypeName ?? input.TypeArn?.split('/')[2]?.replaceAll('-', '::');
  const found = [...state.registrations.values()].filter(
    ({ typeName, status }) =>
      Type === 'RESOURCE' && (name === undefined || typeName === name) && status === RegistrationStatusFilter,
  );
  const { items, ...more } = registryPage(found, input);
  return { RegistrationTokenList: items.map(({ token }) => token), ...more };
};
