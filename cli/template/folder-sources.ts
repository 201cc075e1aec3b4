import { type Alias, isAlias, isMap, isScalar, type Scalar, visit, type YAMLMap } from 'yaml';
import { badInput } from '../exit-code';
import type { Template } from './template';

/** A builder in a template whose Source is the path of a folder. */
export interface FolderSource {
  logicalId: string;
  /** As written: relative to the template's folder, or absolute. */
  folder: string;
  /** Path of the Dockerfile in the folder; undefined when an intrinsic function decides it at deploy time. */
  dockerfile: string | undefined;
  /** Where the path stands in the template's text. */
  start: number;
  end: number;
}

/**
 * The builders whose Source is a plain string, wherever they stand under Resources (also inside `Fn::ForEach`).
 * Sources that are objects or intrinsic functions already name an object in S3 and are left alone.
 */
export function folderSources(template: Template, typeName: string): FolderSource[] {
  const found: FolderSource[] = [];
  const { document } = template;
  const resources = document.get('Resources', true);
  const resolved = (node: unknown) => (isAlias(node) ? (node as Alias).resolve(document) : node);
  const text = (node: unknown): string | undefined => {
    const value = resolved(node);
    return isScalar(value) && value.tag === undefined && typeof value.value === 'string'
      ? value.value
      : undefined;
  };

  if (!isMap(resources)) throw badInput('Resources of the template is not a map');
  visit(resources, {
    Pair(_, pair) {
      const resource = resolved(pair.value);
      if (!isMap(resource) || text(resource.get('Type', true)) !== typeName) return;
      const properties = resolved(resource.get('Properties', true));
      if (!isMap(properties)) return;
      const source = properties.get('Source', true) as Scalar | Alias | YAMLMap | undefined;
      const folder = text(source);
      if (folder === undefined || !source?.range) return;
      const dockerfile = properties.has('Dockerfile')
        ? text(properties.get('Dockerfile', true))
        : 'Dockerfile';
      found.push({
        logicalId: String(isScalar(pair.key) ? pair.key.value : pair.key),
        folder: folder.trim(),
        dockerfile,
        start: source.range[0],
        end: source.range[1],
      });
    },
  });
  return found;
}
