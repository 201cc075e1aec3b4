import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { badInput } from '../exit-code';
import { type DockerfileValue, dockerfileValue } from './dockerfile-value';
import { type NodePath, pathKey } from './flow-text';
import { type ResolvedPair, resolvedPairs } from './resolved-pairs';
import { sourceValue } from './source-value';
import type { Edit, Template } from './template';

/** A builder in a template whose Source is the path of a folder. */
export interface FolderSource {
  logicalId: string;
  /** As written: relative to the template's folder, or absolute. */
  folder: string;
  dockerfile: DockerfileValue;
  /** Where the path is in the template with its aliases resolved, as `pathKey` writes it. */
  path: string;
  /** Where it is in the text; undefined for what only an alias brings there. */
  position: Pick<Edit, 'start' | 'end'> | undefined;
}

/** A template of CloudFormation's limit has far fewer nodes; aliases of aliases can stand for more than fit in memory. */
const MAX_NODES = 500_000;

/**
 * The builders whose Source is the path of a folder, wherever they are under Resources (also inside `Fn::ForEach`).
 * Sources that name an object in S3 or contain a Dockerfile are left alone.
 * @param parameters values of the template's parameters, as far as they are known
 */
export function folderSources(
  template: Template,
  typeName: string,
  parameters: ReadonlyMap<string, string> = new Map(),
): FolderSource[] {
  const found: FolderSource[] = [];
  let visited = 0;

  function search(value: unknown, path: NodePath, inText: boolean): void {
    const node = template.resolve(value);
    const here = inText && node === value;
    visited += 1;
    if (visited > MAX_NODES)
      throw badInput('the aliases in the template stand for more than CloudFormation takes (1 MB)');
    if (isSeq(node)) for (const [index, item] of node.items.entries()) search(item, [...path, index], here);
    if (!isMap(node)) return;
    const pairs = resolvedPairs(template, node);
    if (typeOf(pairs) === typeName) {
      const source = builderSource(pairs, path, here);
      if (source !== undefined) found.push(source);
      return;
    }
    for (const pair of pairs) search(pair.value, [...path, pair.name], here && !pair.merged);
  }

  function builderSource(
    resource: ResolvedPair[],
    path: NodePath,
    inText: boolean,
  ): FolderSource | undefined {
    const properties = resource.find(({ name }) => name === 'Properties');
    const map = template.resolve(properties?.value);
    if (properties === undefined || !isMap(map)) return undefined;
    const pairs = resolvedPairs(template, map);
    const source = pairs.find(({ name }) => name === 'Source');
    if (source === undefined) return undefined;
    const logicalId = String(path.at(-1));
    const value = sourceValue(template, source.value);
    if (value.kind === 'refused') throw refusal(source, logicalId, value.what);
    if (value.kind === 'object') return undefined;
    const { range } = template.resolve(source.value) as Scalar;
    const direct =
      inText && !properties.merged && map === properties.value && !source.merged && isScalar(source.value);
    return {
      logicalId,
      folder: value.folder,
      dockerfile: dockerfileValue(
        template,
        pairs.find(({ name }) => name === 'Dockerfile')?.value,
        parameters,
      ),
      path: pathKey([...path, 'Properties', 'Source']),
      position: direct && range ? { start: range[0], end: range[1] } : undefined,
    };
  }

  const typeOf = (pairs: ResolvedPair[]) => {
    const type = template.resolve(pairs.find(({ name }) => name === 'Type')?.value);
    return isScalar(type) && type.tag === undefined ? type.value : undefined;
  };

  const refusal = ({ key }: ResolvedPair, logicalId: string, what: string) =>
    template.fault(
      key.range?.[0] ?? 0,
      `${logicalId}: Source ${what}: name a folder by its path, an object as {S3Bucket, S3Key} (whose members may be intrinsic functions), or a Dockerfile as {Inline}`,
    );

  const { contents } = template.document;
  const resources = isMap(contents)
    ? resolvedPairs(template, contents).find(({ name }) => name === 'Resources')
    : undefined;
  if (!isMap(template.resolve(resources?.value))) throw badInput('Resources of the template is not a map');
  search(resources?.value, ['Resources'], resources?.merged === false);
  return found;
}
