import { applyPatch } from 'rfc6902';
import { isProperties, type Properties } from '../registry/properties';
import { parseJson } from './desired-state';
import { refusals } from './refusals';

const WITH_VALUE = ['add', 'replace', 'test'];
const WITH_FROM = ['move', 'copy'];
const OPERATIONS = [...WITH_VALUE, ...WITH_FROM, 'remove'];

/**
 * Applies a patch document (RFC 6902) to a copy of a model, one operation after another.
 * @throws AwsError that names the first operation that fails: then nothing is updated
 */
export function patch(model: Properties, document: string): Properties {
  const target = JSON.parse(JSON.stringify(model)) as Properties;
  for (const [index, operation] of parse(document).entries()) {
    for (const step of stepsOf(operation, target)) {
      const failure = apply(target, step);
      if (failure !== undefined)
        throw refusals.invalid(`PatchDocument operation ${index} (${summary(operation)}) failed: ${failure}`);
    }
  }
  return target;
}

interface PatchOperation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

function parse(document: string): PatchOperation[] {
  const operations = parseJson(document, 'PatchDocument');
  if (!Array.isArray(operations)) throw refusals.invalid('PatchDocument must be a JSON array of operations');
  return operations.map((operation: unknown, index) => {
    const fault = faultOf(operation);
    if (fault !== undefined) throw refusals.invalid(`PatchDocument operation ${index}: ${fault}`);
    const { op, path, from, value } = operation as PatchOperation;
    return { op, path: rooted(path), value, ...(from !== undefined && { from: rooted(from) }) };
  });
}

function faultOf(operation: unknown): string | undefined {
  if (!isProperties(operation)) return 'it is not an object';
  const { op, path, from } = operation;
  if (typeof op !== 'string' || !OPERATIONS.includes(op)) return `op must be one of ${OPERATIONS.join(', ')}`;
  if (typeof path !== 'string') return 'path is missing';
  if (WITH_FROM.includes(op) && typeof from !== 'string') return 'from is missing';
  if (WITH_VALUE.includes(op) && operation.value === undefined) return 'value is missing';
  return undefined;
}

/** The service's own examples name a property without the slash that a JSON pointer begins with. */
const rooted = (path: string): string => (path === '' || path.startsWith('/') ? path : `/${path}`);

const summary = ({ op, path }: PatchOperation): string => `${op} ${path}`;

/** RFC 6902 defines replace, move and copy by remove and add, whose checks of list indexes apply to them then. */
function* stepsOf({ op, path, from = '', value }: PatchOperation, target: Properties): Generator<Step> {
  switch (op) {
    case 'replace':
      yield { op: 'remove', path };
      yield { op: 'add', path, value };
      return;
    case 'move':
    case 'copy': {
      const found = lookUp(target, from);
      yield op === 'move' ? { op: 'remove', path: from } : { op: 'test', path: from, value: found };
      yield { op: 'add', path, value: found };
      return;
    }
    default:
      yield { op, path, value } as Step;
  }
}

type Step = { op: 'remove'; path: string } | { op: 'add' | 'test'; path: string; value: unknown };

function apply(target: Properties, step: Step): string | undefined {
  const owner = step.path.slice(0, step.path.lastIndexOf('/'));
  // The library also finds what every object inherits, and skips these names.
  if (/\/(__proto__|constructor|prototype)(\/|$)/.test(step.path))
    return 'the path has a name that is reserved';
  if (lookUp(target, step.op === 'add' ? owner : step.path) === undefined) return 'the path does not exist';
  try {
    const [failure] = applyPatch(target, [step]);
    if (failure === null || failure === undefined) return undefined;
    return failure.name === 'TestError' ? 'the value is different' : 'the path does not exist';
  } catch {
    return 'the path does not exist';
  }
}

/** The value at a JSON pointer; undefined when there is none. */
function lookUp(target: Properties, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, name) => memberOf(value, name), target);
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
  return isProperties(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
