import type { ResourceSchema } from '../registry/package';
import type { Action } from '../registry/protocol';
import type { Registry } from '../registry/registry';
import { defaultOf, liveVersionOf, type TypeVersion } from '../registry/state';
import type { Caller } from '../service/service';
import { refusals } from './refusals';

/** How a request names the type of its resource. */
export interface TypeInput {
  TypeName: string;
  TypeVersionId?: string;
}

/**
 * The version of a registered type that a request works with.
 * @throws AwsError when it is not registered, or has no handler for the action
 */
export function versionFor(
  registry: Registry,
  { TypeName, TypeVersionId }: TypeInput,
  action: Action,
  caller: Caller,
): TypeVersion {
  const type = registry.state(caller).liveType({ TypeName });
  const version = TypeVersionId === undefined ? defaultOf(type) : liveVersionOf(type, TypeVersionId);
  if (!supports(version.host.schema, action)) throw refusals.unsupported(TypeName, action);
  return version;
}

const supports = ({ handlers }: ResourceSchema, action: Action): boolean =>
  handlers[action.toLowerCase()] !== undefined;
