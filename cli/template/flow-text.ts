import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { escaped } from './ascii';
import { resolvedPairs } from './resolved-pairs';
import type { Template } from './template';

/** CloudFormation's limit for a template in S3. A few aliases of aliases can stand for gigabytes. */
const LIMIT = 1_048_576;

/** Where a node is in the template with all aliases resolved: the keys and indexes that lead to it. */
export type NodePath = readonly (string | number)[];

/** Text that takes the place of a node, by the node's path as JSON. */
export type Replacements = ReadonlyMap<string, string>;

export const pathKey = (path: NodePath) => JSON.stringify(path);

/** Writes nodes in YAML's flow style on one line, which fits in every place, with their aliases and merge keys resolved. */
export class FlowText {
  #length = 0;

  constructor(
    private readonly template: Template,
    private readonly replacements: Replacements,
  ) {}

  write(node: unknown, path: NodePath): string {
    const target = this.template.resolve(node);
    const replacement = this.replacements.get(pathKey(path));
    if (replacement !== undefined) return this.#counted(replacement, node);
    if (isMap(target)) {
      this.#counted('{}', node);
      const members = resolvedPairs(this.template, target).map(({ name, key, value }) =>
        this.writePair(name, key, value, path),
      );
      return `${tagOf(target)}{${members.join(', ')}}`;
    }
    if (isSeq(target)) {
      this.#counted('[]', node);
      return `${tagOf(target)}[${target.items.map((item, index) => this.write(item, [...path, index])).join(', ')}]`;
    }
    return this.#counted(isScalar(target) ? scalarText(target) : 'null', node);
  }

  writePair(name: string, key: Scalar, value: unknown, path: NodePath): string {
    return `${this.#counted(scalarText(key), key)}: ${this.write(value, [...path, name])}`;
  }

  #counted(text: string, node: unknown): string {
    this.#length += text.length;
    if (this.#length <= LIMIT) return text;
    const position = isAlias(node) || isScalar(node) ? (node.range?.[0] ?? 0) : 0;
    throw this.template.fault(
      position,
      'the template is longer than CloudFormation takes (1 MB) once its YAML aliases are resolved',
    );
  }
}

/** A plain scalar stays as it is written, so it means to CloudFormation what it meant before. */
function scalarText(scalar: Scalar): string {
  const { value, type, source = '' } = scalar;
  const tag = tagOf(scalar);
  if (type !== 'PLAIN') return `${tag}${escaped(String(value), 'yaml')}`;
  if (source === '') return tag === '' ? 'null' : `${tag}""`;
  const plain = /^[ -~]*$/.test(source) && !/[,[\]{}]/.test(source);
  return `${tag}${plain ? source : escaped(typeof value === 'string' ? value : source, 'yaml')}`;
}

function tagOf({ tag }: Node): string {
  if (tag === undefined) return '';
  return `${tag.replace(/^tag:yaml\.org,2002:/, '!!')} `;
}
