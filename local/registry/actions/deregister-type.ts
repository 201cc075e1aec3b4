import type { DeregisterTypeInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { liveVersionOf, liveVersions, versionIdOf } from '../state';
import type { Action } from './action';
import { namedLiveType } from './named-type';

/** Deregisters one version, or the type with every version. The last version takes the type with it. */
export const deregisterType: Action<DeregisterTypeInput> = async (input, { state }) => {
  const type = namedLiveType(input, state);
  const versionId = versionIdOf(input);
  const live = liveVersions(type);
  const gone = versionId === undefined ? live : [liveVersionOf(type, versionId)];
  if (versionId === type.defaultVersion && live.length > 1) {
    throw new AwsError(
      'CFNRegistryException',
      `Version '${versionId}' is the default version and cannot be deregistered. Deregister the resource type '${type.name}' instead.`,
    );
  }
  for (const version of gone) version.deprecated = true;
  if (gone.length === live.length) type.configuration = undefined;
  await Promise.all(gone.map(({ host }) => host.stop()));
  return {};
};
