import type { DeregisterTypeInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { versionIdOf, versionOf } from '../state';
import type { Action } from './action';

/** Removes one version, or the type with every version. */
export const deregisterType: Action<DeregisterTypeInput> = async (input, { state }) => {
  const type = state.type(input);
  const versionId = versionIdOf(input);
  const gone = versionId === undefined ? type.versions : [versionOf(type, versionId)];
  const kept = type.versions.filter((version) => !gone.includes(version));
  if (kept.length > 0 && versionId === type.defaultVersion) {
    throw new AwsError(
      'CFNRegistryException',
      'Cannot deregister the default version while other versions are active.',
    );
  }
  type.versions = kept;
  if (kept.length === 0) state.types.delete(type.name);
  await Promise.all(gone.map(({ host }) => host.stop()));
  return {};
};
