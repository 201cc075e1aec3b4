import { isProperties, type Properties, valuesAt } from '../registry/properties';
import type { TypeVersion } from '../registry/state';
import { refusals } from './refusals';

/** @throws AwsError unless the text is a JSON object */
export function parseObject(text: string, member: string): Properties {
  const value = parseJson(text, member);
  if (!isProperties(value)) throw refusals.invalid(`${member} must be a JSON object`);
  return value;
}

/** @throws AwsError unless the text is JSON; the text itself, which may contain secrets, is not in the message */
export function parseJson(text: string, member: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.invalid(`${member} is not valid JSON`);
  }
}

/** The properties of a new resource. @throws AwsError when the type's schema does not permit them */
export function desiredState(text: string, { host, check }: TypeVersion): Properties {
  const desired = parseObject(text, 'DesiredState');
  const readOnly = (host.schema.readOnlyProperties ?? []).filter(
    (pointer) => valuesAt(desired, pointer).length > 0,
  );
  if (readOnly.length > 0)
    throw refusals.invalid(
      `Invalid request: readOnlyProperties [${readOnly.join(', ')}] cannot be specified`,
    );
  requireValid(desired, check);
  return desired;
}

/** Checks properties against the schema of their type, before any handler is called. @throws AwsError */
export function requireValid(properties: Properties, check: TypeVersion['check']): void {
  // The check takes text for a number, as templates have it, and would take null for an empty text.
  const nulls = nullPaths(properties).map((path) => `#${path}: null is not permitted`);
  const violation = nulls.length > 0 ? `Model validation failed (${nulls.join('; ')})` : check(properties);
  if (violation !== undefined) throw refusals.invalid(violation);
}

function nullPaths(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => nullPaths(member, `${path}/${name}`));
}
