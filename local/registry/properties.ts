import type { ResourceSchema } from './package';

export type Properties = Record<string, unknown>;

/** CloudFormation hands numbers and booleans to a handler as strings. */
export function asStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStrings);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asStrings(member)]));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** `/properties/Repository/Name` as `['Repository', 'Name']`. */
export const pathOf = (pointer: string): string[] => pointer.split('/').slice(2);

const at = (properties: Properties, pointer: string): unknown =>
  pathOf(pointer).reduce<unknown>((value, name) => (value as Properties | undefined)?.[name], properties);

/** A pointer's value; of a pointer with `*`, the values in every item of a list. */
export function valuesAt(properties: Properties, pointer: string): unknown[] {
  let found: unknown[] = [properties];
  for (const name of pathOf(pointer)) {
    found = found.flatMap((value) => {
      if (name === '*') return Array.isArray(value) ? value : [];
      return isProperties(value) && value[name] !== undefined ? [value[name]] : [];
    });
  }
  return found;
}

/** A copy without the properties at the pointers. */
export function without(properties: Properties, pointers: string[] = []): Properties {
  const copy = structuredClone(properties);
  for (const pointer of pointers) {
    const path = pathOf(pointer);
    const last = path.pop();
    const parent = `/properties${path.map((name) => `/${name}`).join('')}`;
    for (const owner of valuesAt(copy, parent))
      if (isProperties(owner) && last !== undefined) delete owner[last];
  }
  return copy;
}

export const isProperties = (value: unknown): value is Properties =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The identifier of a model: its values joined by `|`; undefined while one of them is not set. */
export function identifierOf(
  schema: ResourceSchema,
  model: Properties | undefined | null,
): string | undefined {
  const values = schema.primaryIdentifier.map((pointer) => (model ? at(model, pointer) : undefined));
  return values.some((value) => value === undefined || value === null) ? undefined : values.join('|');
}

/** A model that contains only an identifier. */
export function modelOfIdentifier(schema: ResourceSchema, identifier: string): Properties {
  const values = identifier.split('|');
  return Object.fromEntries(
    schema.primaryIdentifier.map((pointer, index) => [pathOf(pointer)[0], values[index]]),
  );
}

/** What Fn::GetAtt gives: the read-only properties, nested ones with dots. */
export function attributesOf(schema: ResourceSchema, model: Properties): Record<string, unknown> {
  const pairs = (schema.readOnlyProperties ?? []).map(
    (pointer) => [pathOf(pointer).join('.'), at(model, pointer)] as const,
  );
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== null));
}
