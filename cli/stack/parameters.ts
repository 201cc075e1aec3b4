import type { Parameter, Stack } from '@aws-sdk/client-cloudformation';
import { badInput } from '../exit-code';
import type { Template } from '../template/template';

/** A parameter as a template declares it. */
interface Declaration {
  Default?: unknown;
  AllowedValues?: unknown;
}

/**
 * The parameters of a deployment: the given values, and the previous ones for all others. Throws for a value that no
 * parameter of the template takes, and for a parameter that is left without one.
 */
export function deploymentParameters(
  declared: Readonly<Record<string, unknown>>,
  given: ReadonlyMap<string, string>,
  existing: Stack | undefined,
): Parameter[] {
  for (const name of given.keys()) if (!Object.hasOwn(declared, name)) throw notDeclared(name, declared);
  const previous = new Set((existing?.Parameters ?? []).map(({ ParameterKey }) => ParameterKey));
  const without: string[] = [];
  const parameters = Object.entries(declared).flatMap(([ParameterKey, declaration]): Parameter[] => {
    const ParameterValue = given.get(ParameterKey);
    if (ParameterValue !== undefined) {
      requireAllowed(ParameterKey, ParameterValue, asDeclaration(declaration));
      return [{ ParameterKey, ParameterValue }];
    }
    if (previous.has(ParameterKey)) return [{ ParameterKey, UsePreviousValue: true }];
    if (asDeclaration(declaration).Default === undefined) without.push(ParameterKey);
    return [];
  });
  if (without.length > 0) {
    throw badInput(
      `the template's ${without.length === 1 ? `parameter ${without[0]} needs` : `parameters ${without.join(', ')} need`} a value: ` +
        `--parameter-overrides ${without.map((name) => `${name}=...`).join(' ')}`,
    );
  }
  return parameters;
}

function notDeclared(name: string, declared: object) {
  const names = Object.keys(declared);
  const hint = names.length === 0 ? 'which has no parameters' : `which has ${names.join(', ')}`;
  return badInput(`--parameter-overrides: ${name} is not a parameter of the template, ${hint}`);
}

function requireAllowed(name: string, value: string, { AllowedValues }: Declaration): void {
  if (!Array.isArray(AllowedValues) || AllowedValues.map(String).includes(value)) return;
  throw badInput(
    `--parameter-overrides: ${name}=${value} is not one of the allowed values: ${AllowedValues.map(String).join(', ')}`,
  );
}

const asDeclaration = (value: unknown): Declaration =>
  typeof value === 'object' && value !== null ? value : {};

/** The parameters that a template declares. */
export function declaredParameters({ document }: Template): Record<string, unknown> {
  const { Parameters } = document.toJS({ maxAliasCount: -1 }) as { Parameters?: unknown };
  if (Parameters === undefined || Parameters === null) return {};
  if (typeof Parameters === 'object' && !Array.isArray(Parameters)) return { ...Parameters };
  throw badInput('Parameters of the template is not a map');
}

/** Throws for a value that no parameter of the template takes. */
export function checkParameterNames(
  template: Template,
  given: ReadonlyMap<string, string> = new Map(),
): void {
  const declared = declaredParameters(template);
  for (const [name, value] of given) {
    if (!Object.hasOwn(declared, name)) throw notDeclared(name, declared);
    requireAllowed(name, value, asDeclaration(declared[name]));
  }
}

/** The values that a deployment's parameters will have, as far as they are known: given ones and previous ones. */
export function knownParameters(
  given: ReadonlyMap<string, string> = new Map(),
  existing: Stack | undefined,
): ReadonlyMap<string, string> {
  const previous = (existing?.Parameters ?? []).flatMap(({ ParameterKey, ParameterValue, ResolvedValue }) => {
    const value = ResolvedValue ?? ParameterValue;
    // CloudFormation masks the value of a NoEcho parameter.
    return ParameterKey === undefined || value === undefined || value === '****'
      ? []
      : [[ParameterKey, value] as const];
  });
  return new Map([...previous, ...given]);
}
