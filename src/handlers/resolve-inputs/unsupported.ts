import type { Model } from '../../models';

/** Properties of the schema whose behaviour a later version brings. They are refused, never ignored. */
const later: ReadonlyArray<[property: string, isSet: (model: Model) => boolean]> = [];

export function unsupported(model: Model): string | undefined {
  const property = later.find(([, isSet]) => isSet(model))?.[0];
  return property && `${property} is not supported yet by this version of the resource type; leave it out`;
}
