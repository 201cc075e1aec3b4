import type { SetTypeDefaultVersionInput } from '@aws-sdk/client-cloudformation';
import { versionIdOf, versionOf } from '../state';
import type { Action } from './action';
import { describeForStacks } from './for-stacks';

export const setTypeDefaultVersion: Action<SetTypeDefaultVersionInput> = (input, { state }) => {
  const type = state.type(input);
  type.defaultVersion = versionOf(type, versionIdOf(input)).versionId;
  return { types: describeForStacks(type) };
};
