import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { resolvedPairs } from './resolved-pairs';
import type { Template } from './template';

/** What the Source of a builder is: the path of a folder, something that the deployment understands, or neither. */
export type SourceValue =
  | { kind: 'folder'; folder: string }
  | { kind: 'object' }
  | { kind: 'refused'; what: string };

/** Intrinsic functions whose result is never an object. */
const TEXT_FUNCTIONS = [
  'Base64',
  'Cidr',
  'GetAZs',
  'ImportValue',
  'Join',
  'Length',
  'Split',
  'Sub',
  'ToJsonString',
];

/**
 * Intrinsic functions decide at deploy time, when the folder is out of reach: those that give text are refused. Those
 * that may give an object are left to the deployment, unless a branch of theirs is the path of a folder.
 */
export function sourceValue(template: Template, written: unknown): SourceValue {
  const node = template.resolve(written);
  if (isScalar(node) && node.tag === undefined) {
    return node.value === null
      ? { kind: 'refused', what: 'is empty' }
      : { kind: 'folder', folder: textOf(node).replace(/\n$/, '') };
  }
  if (isSeq(node) && node.tag === undefined) return { kind: 'refused', what: 'is a list' };
  const called = intrinsicOf(template, node);
  if (called === undefined && isScalar(node)) return { kind: 'refused', what: 'has a YAML tag' };
  return called === undefined ? { kind: 'object' } : resultOf(template, called.name, called.argument);
}

/** The intrinsic function that a node calls, in the short form (`!Sub`) or in the long one (`Fn::Sub`). */
export function intrinsicOf(
  template: Template,
  node: unknown,
): { name: string; argument: unknown } | undefined {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  if (node.tag?.startsWith('!')) return { name: node.tag.slice(1), argument: node };
  if (!isMap(node)) return undefined;
  const pairs = resolvedPairs(template, node);
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1 || !/^(Ref$|Condition$|Fn::(?!ForEach::))/.test(pair.name))
    return undefined;
  return { name: pair.name.replace(/^Fn::/, ''), argument: template.resolve(pair.value) };
}

function resultOf(template: Template, name: string, argument: unknown): SourceValue {
  if (name === 'Ref') return isNoValue(argument) ? { kind: 'object' } : refused(name);
  if (TEXT_FUNCTIONS.includes(name)) return refused(name);
  const items = isSeq(argument) ? argument.items : [];
  const list = template.resolve(items[1]);
  const branches = name === 'If' ? items.slice(1) : name === 'Select' && isSeq(list) ? list.items : [];
  const folder = branches.some((branch) => sourceValue(template, branch).kind !== 'object');
  return folder ? refused(name) : { kind: 'object' };
}

const refused = (name: string): SourceValue => ({
  kind: 'refused',
  what: `is !${name}, whose value only the deployment knows`,
});

const isNoValue = (node: unknown) => isScalar(node) && node.value === 'AWS::NoValue';

/** As it is written: `1.10` is a folder, not a number. */
const textOf = (node: Node & { value: unknown; source?: string; type?: string }) =>
  node.type === 'PLAIN' && typeof node.value !== 'string' ? (node.source ?? '') : String(node.value);
