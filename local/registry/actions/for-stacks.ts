import { pathOf } from '../properties';
import { defaultOf, type RegisteredType } from '../state';

/** What MiniStack's stacks must know about a type. */
export function describeForStacks(type: RegisteredType | undefined): object[] {
  if (type === undefined || type.versions.length === 0) return [];
  const { schema } = defaultOf(type).host;
  return [{ typeName: type.name, createOnly: (schema.createOnlyProperties ?? []).map(pathOf) }];
}
