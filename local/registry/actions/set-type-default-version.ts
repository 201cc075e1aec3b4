import type { SetTypeDefaultVersionInput } from '@aws-sdk/client-cloudformation';
import { liveVersionOf, versionIdOf } from '../state';
import type { Action } from './action';

export const setTypeDefaultVersion: Action<SetTypeDefaultVersionInput> = (input, { state }) => {
  const type = state.liveType(input);
  type.defaultVersion = liveVersionOf(type, versionIdOf(input)).versionId;
  return {};
};
