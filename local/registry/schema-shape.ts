import type { ResourceSchema } from './package';
import { type Properties, pathOf } from './properties';

/** The part of a JSON schema that says what a value consists of. */
export interface SchemaNode {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, SchemaNode>;
  patternProperties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  items?: SchemaNode;
  insertionOrder?: boolean;
  allOf?: SchemaNode[];
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
}

/** What a type's schema says about each value of a model. */
export class SchemaShape {
  readonly root: SchemaNode;

  constructor(private readonly schema: ResourceSchema) {
    this.root = { type: 'object', properties: schema.properties as Record<string, SchemaNode> };
  }

  /** Whether the schema names the member: any other is a key that a user has chosen. */
  isNamed = (node: SchemaNode, name: string): boolean => this.namedMember(node, name) !== undefined;

  member(node: SchemaNode, name: string): SchemaNode {
    const named = this.namedMember(node, name);
    if (named !== undefined) return named;
    const { patternProperties = {}, additionalProperties } = this.resolve(node);
    const pattern = Object.keys(patternProperties).find((text) => new RegExp(text, 'u').test(name));
    if (pattern !== undefined) return patternProperties[pattern] ?? {};
    return typeof additionalProperties === 'object' ? additionalProperties : {};
  }

  item = (node: SchemaNode): SchemaNode => this.resolve(node).items ?? {};

  /** Whether the order of a list counts: it does unless the schema says otherwise. */
  isOrdered = (node: SchemaNode): boolean => this.resolve(node).insertionOrder !== false;

  isNumeric = (node: SchemaNode): boolean =>
    this.types(node).some((type) => type === 'integer' || type === 'number');

  /** Whether a value may be an object or the text of one, as a policy document. */
  isDocument = (node: SchemaNode): boolean =>
    ['object', 'string'].every((type) => this.types(node).includes(type));

  isList = (node: SchemaNode): boolean => this.types(node).includes('array');

  private types(node: SchemaNode): string[] {
    const { type = [] } = this.resolve(node);
    return typeof type === 'string' ? [type] : type;
  }

  private namedMember(node: SchemaNode, name: string): SchemaNode | undefined {
    const { properties = {}, allOf = [], anyOf = [], oneOf = [] } = this.resolve(node);
    if (Object.hasOwn(properties, name)) return properties[name];
    for (const branch of [...allOf, ...anyOf, ...oneOf]) {
      const found = this.namedMember(branch, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private resolve(node: SchemaNode): SchemaNode {
    const name = node.$ref?.split('/').at(-1);
    const target = name === undefined ? undefined : this.schema.definitions?.[name];
    return target === undefined ? node : this.resolve(target as SchemaNode);
  }
}

/** A copy of a model without the values that pointers (`/properties/List/*` and the like) name. */
export function without(model: Properties, pointers: string[]): Properties {
  const copy = structuredClone(model);
  for (const pointer of pointers) remove(copy, pathOf(pointer));
  return copy;
}

function remove(value: unknown, [name, ...rest]: string[]): void {
  if (name === undefined || value === null || typeof value !== 'object') return;
  const members = value as Record<string, unknown>;
  for (const key of name === '*' ? Object.keys(members) : [name]) {
    if (rest.length > 0) remove(members[key], rest);
    else delete members[key];
  }
}
