import { pathOf } from '../properties';
import { defaultOf, isLive, type RegistryState } from '../state';

/** What MiniStack's stacks must know about the types that they can use. */
export const describeForStacks = ({ types }: RegistryState): object[] =>
  [...types.values()].filter(isLive).map((type) => {
    const { schema } = defaultOf(type).host;
    return {
      typeName: type.name,
      createOnly: (schema.createOnlyProperties ?? []).map(pathOf),
      identifier: schema.primaryIdentifier.map((pointer) => pathOf(pointer).at(-1)),
      handlers: Object.keys(schema.handlers),
    };
  });
