// CloudFormation takes neither aliases nor merge keys. They are written out where they stand, as
// `aws cloudformation package` does, and everything else keeps its text.
import { isAlias, isMap, isPair, isScalar, type Pair, Parser, type Scalar, visit, type YAMLMap } from 'yaml';
import { FlowText, type NodePath, type Replacements } from './flow-text';
import { isMergePair, resolvedPairs } from './resolved-pairs';
import type { Edit, Template } from './template';

/** Edits that write out each alias and merge key, with the replacements at their paths, and remove each anchor. */
export function aliasEdits(template: Template, replacements: Replacements): Edit[] {
  if (template.format === 'json') return [];
  const edits: Edit[] = [];
  const flow = new FlowText(template, replacements);
  visit(template.document, {
    Alias(_, alias, ancestors) {
      const [start, end] = alias.range ?? [0, 0];
      edits.push({ start, end, text: flow.write(alias, pathOf(template, [...ancestors, alias])) });
    },
    // What a merge key takes is written where the key is.
    Pair: (_, pair) => (isMergePair(pair) ? visit.SKIP : undefined),
    Map(_, map, ancestors) {
      const merges = map.items.filter(isMergePair);
      if (merges.length === 0) return undefined;
      const path = pathOf(template, [...ancestors, map]);
      if (map.flow) {
        const [start, end] = map.range ?? [0, 0];
        // The tag stays in front of the map.
        edits.push({ start, end, text: flow.write(map, path).replace(/^[^{]*/, '') });
        return visit.SKIP;
      }
      edits.push(...mergeEdits(template, flow, map, path));
      return undefined;
    },
  });
  return [...edits, ...anchorEdits(template.text)];
}

/** The first merge key of a block map becomes all the members that merging adds, a line each; others disappear. */
function mergeEdits(template: Template, flow: FlowText, map: YAMLMap, path: NodePath): Edit[] {
  const merged = resolvedPairs(template, map).filter((pair) => pair.merged);
  const members = merged.map(({ name, key, value }) => flow.writePair(name, key, value, path));
  const merges = map.items.filter(isMergePair);
  const alone = merges.length === map.items.length && members.length === 0;
  return merges.map((pair, index) => {
    const { start, end } = extent(pair);
    const indent = ' '.repeat(start - (template.text.lastIndexOf('\n', start - 1) + 1));
    const text = alone ? '{}' : members.join(`\n${indent}`);
    return { start, end, text: index === 0 ? text : '' };
  });
}

function extent({ key, value }: Pair): { start: number; end: number } {
  const { range } = key as Scalar;
  const valueRange =
    isAlias(value) || isMap(value) || isScalar(value) ? value.range : (value as YAMLMap).range;
  return { start: range?.[0] ?? 0, end: valueRange?.[1] ?? range?.[1] ?? 0 };
}

/** The keys and indexes that lead to the last of these nodes, each the parent of the next. */
function pathOf(template: Template, nodes: readonly unknown[]): (string | number)[] {
  return nodes.flatMap((node, index): (string | number)[] => {
    const parent = nodes[index - 1];
    if (isPair(parent)) {
      const key = template.resolve(parent.key);
      return parent.value === node && isScalar(key) ? [String(key.value)] : [];
    }
    if (isMap(parent) || typeof parent !== 'object' || parent === null || !('items' in parent)) return [];
    return Array.isArray(parent.items) ? [parent.items.indexOf(node)] : [];
  });
}

/** Removes `&name` and the space after it, wherever the parser finds one. */
function anchorEdits(text: string): Edit[] {
  if (!text.includes('&')) return [];
  const edits: Edit[] = [];
  const search = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return;
    if ('type' in token && token.type === 'anchor' && 'offset' in token && 'source' in token) {
      const start = Number(token.offset);
      const end = start + String(token.source).length;
      edits.push({ start, end: text[end] === ' ' ? end + 1 : end, text: '' });
      return;
    }
    for (const part of Object.values(token)) search(part);
  };
  for (const token of new Parser().parse(text)) search(token);
  return edits;
}
