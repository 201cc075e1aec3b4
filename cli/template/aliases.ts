import { type Alias, type Document, type Node, visit } from 'yaml';

/**
 * What each alias means: the last node before it that has its anchor. One pass, because a template may have
 * thousands of aliases, and `Alias.resolve` searches the document for each of them.
 */
export function aliasTargets(
  document: Document.Parsed,
  fault: (alias: Alias, message: string) => Error,
): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(_, alias, path) {
      const target = anchors.get(alias.source);
      if (target === undefined)
        throw fault(alias, `the alias *${alias.source} has no anchor &${alias.source} before it`);
      if (path.includes(target))
        throw fault(alias, `the alias *${alias.source} is part of what it refers to`);
      targets.set(alias, target);
    },
    Value(_, node) {
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
