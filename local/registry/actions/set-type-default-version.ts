import type { SetTypeDefaultVersionInput } from '@aws-sdk/client-cloudformation';
import { liveVersionOf, versionIdOf } from '../state';
import type { Action } from './action';
import { namedLiveType } from './named-type';

export const setTypeDefaultVersion: Action<SetTypeDefaultVersionInput> = (input, { state }) => {
  const type = namedLiveType(input, state);
  type.defaultVersion = liveVersionOf(type, versionIdOf(input)).versionId;
  return {};
};
