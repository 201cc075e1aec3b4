import { isDeepStrictEqual } from 'node:util';
import { type Properties, valuesAt, without } from '../registry/properties';
import type { TypeVersion } from '../registry/state';
import { requireValid } from './desired-state';
import { patch } from './patch-document';
import { refusals } from './refusals';

/**
 * The properties of an updated resource: what its read handler returned, patched. Write-only properties that the patch
 * does not set are not in it, as on AWS.
 * @throws AwsError when the patch fails, or changes what can't be changed
 */
export function updatedState(
  current: Properties,
  document: string,
  { host, check }: TypeVersion,
): Properties {
  const { readOnlyProperties = [], createOnlyProperties = [], primaryIdentifier } = host.schema;
  const patched = patch(current, document);
  const changed = (pointers: string[]) =>
    pointers.filter((pointer) => !isDeepStrictEqual(valuesAt(current, pointer), valuesAt(patched, pointer)));
  const createOnly = changed([...new Set([...createOnlyProperties, ...primaryIdentifier])]);
  if (createOnly.length > 0) throw refusals.notUpdatable(createOnly);
  const readOnly = changed(readOnlyProperties);
  if (readOnly.length > 0)
    throw refusals.invalid(
      `Invalid patch update: readOnlyProperties [${readOnly.join(', ')}] cannot be updated`,
    );
  const desired = without(patched, readOnlyProperties);
  requireValid(desired, check);
  return desired;
}
