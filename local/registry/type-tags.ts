import type { ResourceSchema } from './package';
import { type Properties, pathOf } from './properties';
import { SchemaShape } from './schema-shape';

type Tags = Record<string, string>;

/** The property that holds a type's tags; undefined: CloudFormation does not tag resources of the type. */
export function tagProperty({ tagging = {}, properties }: ResourceSchema): string | undefined {
  const { taggable = true, tagProperty: pointer = '/properties/Tags' } = tagging;
  const name = pathOf(pointer)[0] ?? '';
  return taggable && Object.hasOwn(properties, name) ? name : undefined;
}

/** The model with the stack's tags among its own: a tag of `wins` replaces the other one's. */
export function withStackTags(
  schema: ResourceSchema,
  model: Properties,
  stackTags: Tags,
  wins: 'stack' | 'resource',
): Properties {
  const name = tagProperty(schema);
  if (name === undefined) return model;
  const own = tagsOf(model[name]);
  const tags = wins === 'stack' ? { ...own, ...stackTags } : { ...stackTags, ...own };
  return Object.keys(stackTags).length === 0 ? model : { ...model, [name]: shaped(schema, name, tags) };
}

/** The model without the tags that AWS sets itself. */
export function withoutSystemTags(schema: ResourceSchema, model: Properties): Properties {
  const name = tagProperty(schema);
  if (name === undefined || model[name] === undefined) return model;
  const own = Object.entries(tagsOf(model[name])).filter(([key]) => !key.toLowerCase().startsWith('aws:'));
  return { ...model, [name]: shaped(schema, name, Object.fromEntries(own)) };
}

const tagsOf = (value: unknown): Tags =>
  Array.isArray(value)
    ? Object.fromEntries(value.map(({ Key, Value }: Tags) => [Key, Value ?? '']))
    : ((value ?? {}) as Tags);

/** As a list of keys and values, or as a map where the type's tags are one. */
function shaped(schema: ResourceSchema, name: string, tags: Tags): unknown {
  const shape = new SchemaShape(schema);
  if (!shape.isList(shape.member(shape.root, name))) return tags;
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
