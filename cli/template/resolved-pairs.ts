import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Template } from './template';

/** A member of a map as CloudFormation should see it. */
export interface ResolvedPair {
  name: string;
  key: Scalar;
  /** May be an alias. */
  value: unknown;
  /** Whether it comes from another map, by a merge key. */
  merged: boolean;
}

/** A map that many others merge is resolved once. */
const resolved = new WeakMap<YAMLMap, ResolvedPair[]>();

/** The members of a map, without aliases of keys and with what its merge keys (`<<`) add: first those, as in PyYAML. */
export function resolvedPairs(template: Template, map: YAMLMap): ResolvedPair[] {
  const known = resolved.get(map) ?? resolvePairs(template, map);
  resolved.set(map, known);
  return known;
}

function resolvePairs(template: Template, map: YAMLMap): ResolvedPair[] {
  const own = map.items.filter((pair) => !isMergePair(pair)).map((pair) => resolvedPair(template, pair));
  const merged = new Map<string, ResolvedPair>();
  for (const source of mergedMaps(template, map)) {
    for (const pair of resolvedPairs(template, source)) {
      if (!merged.has(pair.name)) merged.set(pair.name, { ...pair, merged: true });
    }
  }
  for (const { name } of own) merged.delete(name);
  return [...merged.values(), ...own];
}

export const isMergePair = ({ key }: Pair) => isScalar(key) && key.source === '<<' && key.type === 'PLAIN';

/** Of several merge keys the last one counts, as for any other key; of several maps under one the first. */
function mergedMaps(template: Template, map: YAMLMap): YAMLMap[] {
  return map.items
    .filter(isMergePair)
    .reverse()
    .flatMap(({ key, value }) => {
      const source = template.resolve(value);
      const maps = isSeq(source) ? source.items.map(template.resolve) : [source];
      return maps.map((one) => {
        if (isMap(one)) return one;
        throw template.fault(
          (key as Scalar).range?.[0] ?? 0,
          'a merge key (<<) takes a map or a list of maps',
        );
      });
    });
}

function resolvedPair(template: Template, { key, value }: Pair): ResolvedPair {
  const scalar = template.resolve(key);
  if (!isScalar(scalar)) {
    const position = isMap(key) || isSeq(key) ? (key.range?.[0] ?? 0) : 0;
    throw template.fault(position, 'the key of a map must be a string');
  }
  return { name: String(scalar.value), key: scalar, value, merged: false };
}
