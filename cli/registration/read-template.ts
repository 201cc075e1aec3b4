import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { packageRoot } from '../../local/engine/package-root';
import { badInput } from '../exit-code';
import { quote } from '../options/check';
import { checkParameterNames, declaredParameters } from '../stack/parameters';
import { parseTemplate, type Template } from '../template/template';

const FILE = 'registration/registration.yaml';

/** Parameters that the command sets itself, and the option that decides them. */
const OWN = new Map([
  ['SchemaHandlerPackage', '--package'],
  ['TypeName', '--type-name'],
]);

interface Declared {
  Type?: string;
  AllowedPattern?: string;
  Description?: string;
}

/** The template that registers the type. */
export const registrationTemplate = async (): Promise<Template> =>
  parseTemplate(await readFile(resolve(packageRoot, FILE), 'utf8'), FILE);

/** Throws for a parameter that the registration does not have, or a value that it does not take. */
export function checkParameters(template: Template, given: ReadonlyMap<string, string>): void {
  for (const name of given.keys()) {
    const option = OWN.get(name);
    if (option !== undefined)
      throw badInput(`--parameter-overrides: ${name} is set by the command: use ${option}`);
  }
  checkParameterNames(template, given);
  const declared = declaredParameters(template) as Record<string, Declared>;
  for (const [name, value] of given) {
    const { Type, AllowedPattern, Description = '' } = declared[name] ?? {};
    if (AllowedPattern === undefined) continue;
    const pattern = new RegExp(`^(?:${AllowedPattern})$`);
    const values = Type === 'CommaDelimitedList' ? value.split(',').map((one) => one.trim()) : [value];
    const wrong = values.find((one) => !pattern.test(one) || (one === '' && values.length > 1));
    if (wrong !== undefined)
      throw badInput(
        `--parameter-overrides: ${name}: ${quote(wrong)} does not match ${AllowedPattern} (${Description.replace(/\. .*$|\.$/s, '')})`,
      );
  }
}
