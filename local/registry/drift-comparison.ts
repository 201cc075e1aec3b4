import { alignOrdered, alignUnordered, type Pair } from './list-alignment';
import type { ResourceSchema } from './package';
import type { Properties } from './properties';
import { type SchemaNode, SchemaShape, without } from './schema-shape';

/** One difference, as the API describes it. */
interface PropertyDifference {
  PropertyPath: string;
  ExpectedValue: string;
  ActualValue: string;
  DifferenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL';
}

export interface Comparison {
  /** The expected properties that can be read back. */
  expected: Properties;
  /** Of the actual properties those that are compared. */
  actual: Properties;
  differences: PropertyDifference[];
}

/**
 * Compares what a template sets with what READ returns. As on AWS, only values that the template sets count: a default
 * inside an object that is set in part is not a difference, a new key of a map and a new item of a list are.
 */
export function compareProperties(
  schema: ResourceSchema,
  expected: Properties,
  actual: Properties,
): Comparison {
  const unreadable = [...(schema.readOnlyProperties ?? []), ...(schema.writeOnlyProperties ?? [])];
  const shape = new SchemaShape(schema);
  const wanted = without(expected, unreadable);
  const found = without(actual, unreadable);
  return {
    expected: wanted,
    actual: Object.fromEntries(
      countedNames(shape, shape.root, wanted, found).flatMap((name) => {
        const value = restrict(shape, shape.member(shape.root, name), at(wanted, name), at(found, name));
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    differences: [...compare(shape, shape.root, wanted, found, '')],
  };
}

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null is "not set", and an empty map or list is the same as none. */
const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const at = (value: Properties, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined;

/** The members that are compared: those that the template sets, and keys that no schema names. */
const countedNames = (
  shape: SchemaShape,
  node: SchemaNode,
  expected: Properties,
  actual: Properties,
): string[] => [
  ...Object.keys(expected),
  ...Object.keys(actual).filter((name) => !Object.hasOwn(expected, name) && !shape.isNamed(node, name)),
];

/** The actual value without the members of objects that are not compared. */
function restrict(shape: SchemaShape, node: SchemaNode, expected: unknown, actual: unknown): unknown {
  if (!isObject(expected) || !isObject(actual)) return actual;
  return Object.fromEntries(
    countedNames(shape, node, expected, actual).flatMap((name) => {
      const value = restrict(shape, shape.member(node, name), at(expected, name), at(actual, name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function* compare(
  shape: SchemaShape,
  node: SchemaNode,
  given: unknown,
  read: unknown,
  path: string,
): Generator<PropertyDifference> {
  const [expected, actual] = shape.isDocument(node) ? [document(given), document(read)] : [given, read];
  if (isUnset(expected) && isUnset(actual)) return;
  if (actual === undefined || actual === null) {
    yield difference(path, expected, actual, 'REMOVE');
  } else if (expected === undefined || expected === null) {
    yield difference(path, expected, actual, 'ADD');
  } else if (isObject(expected) && isObject(actual)) {
    for (const name of countedNames(shape, node, expected, actual)) {
      const place = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      yield* compare(shape, shape.member(node, name), at(expected, name), at(actual, name), place);
    }
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    for (const [left, right] of pairsOf(shape, node, expected, actual)) {
      const [item, place] = [shape.item(node), `${path}/${left ?? right}`];
      if (left === undefined) yield difference(place, undefined, actual[right], 'ADD');
      else if (right === undefined) yield difference(place, expected[left], undefined, 'REMOVE');
      else yield* compare(shape, item, expected[left], actual[right], place);
    }
  } else if (!isSameScalar(shape, node, expected, actual)) {
    yield difference(path, expected, actual, 'NOT_EQUAL');
  }
}

function pairsOf(shape: SchemaShape, node: SchemaNode, expected: unknown[], actual: unknown[]): Pair[] {
  const item = shape.item(node);
  const isSame = (left: number, right: number) =>
    compare(shape, item, expected[left], actual[right], '').next().done === true;
  if (shape.isOrdered(node)) return alignOrdered(expected.length, actual.length, isSame);
  const keyOf = (value: unknown) => (isObject(value) ? at(value, 'Key') : undefined);
  return alignUnordered(expected.length, actual.length, [
    isSame,
    // Tags belong together by their keys, other items by their positions.
    (left, right) => {
      const key = keyOf(expected[left]);
      return key === undefined ? left === right : key === keyOf(actual[right]);
    },
  ]);
}

/** A policy document may be given as an object and be read as its text, or the other way round. */
function document(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** CloudFormation carries numbers and booleans as text. */
function isSameScalar(shape: SchemaShape, node: SchemaNode, expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'object' || typeof actual === 'object') return false;
  if (shape.isNumeric(node) && String(expected).trim() !== '') return Number(expected) === Number(actual);
  return String(expected) === String(actual);
}

const difference = (
  PropertyPath: string,
  expected: unknown,
  actual: unknown,
  DifferenceType: PropertyDifference['DifferenceType'],
): PropertyDifference => ({
  PropertyPath,
  ExpectedValue: textOf(expected),
  ActualValue: textOf(actual),
  DifferenceType,
});

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);
