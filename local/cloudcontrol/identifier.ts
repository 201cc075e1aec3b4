import type { ResourceSchema } from '../registry/package';
import { isProperties, modelOfIdentifier, type Properties, pathOf } from '../registry/properties';
import { refusals } from './refusals';

/**
 * The model that an Identifier names: the primary identifier as text (`a|b`) or as JSON, or a secondary one as JSON.
 * @throws AwsError when it has neither form
 */
export function modelOf(schema: ResourceSchema, identifier: string): Properties {
  const named = parse(identifier);
  const { primaryIdentifier, additionalIdentifiers = [] } = schema;
  if (named === undefined) {
    const count = identifier.split('|').length;
    if (count === primaryIdentifier.length) return modelOfIdentifier(schema, identifier);
    throw refusals.invalid(
      `Identifier ${identifier} is not valid for identifier [${primaryIdentifier.join(', ')}]`,
    );
  }
  const found = [primaryIdentifier, ...additionalIdentifiers].some((pointers) => names(named, pointers));
  if (found) return named;
  throw refusals.invalid(`Identifier ${identifier} does not consist of the properties of an identifier`);
}

/** Text that is a JSON object; any other text is an identifier as it stands. */
function parse(text: string): Properties | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isProperties(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function names(model: Properties, pointers: string[]): boolean {
  const wanted = pointers.map((pointer) => pathOf(pointer).join('.')).sort();
  const given = Object.keys(model).sort();
  return given.join() === wanted.join() && given.every((name) => isScalar(model[name]));
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
