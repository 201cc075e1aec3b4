import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `cfn test` creates and then updates. */
export interface InputSet {
  name: string;
  create: string;
  update: string;
  /** Two tests look at nothing but whether the inputs contain tags. */
  tagged: boolean;
}

/**
 * The sets in inputs/, which work in any account and are packaged, then those in test/contract/inputs/: without what the
 * tool wants of every set (tags), or with an object and a role of the account, which {{exports}} name.
 */
export function inputSets(root: string, exported: Record<string, string> = {}): InputSet[] {
  return ['inputs', 'test/contract/inputs'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('_create.json'))
      .sort()
      .map((file) => {
        const read = (kind: string) =>
          render(readFileSync(join(root, folder, file.replace('_create.', `_${kind}.`)), 'utf8'), exported);
        const [create, update] = [read('create'), read('update')];
        const tagged = [create, update].every((inputs) => 'Tags' in JSON.parse(inputs));
        return { name: file.replace('_create.json', ''), create, update, tagged };
      }),
  );
}

/** As `cfn test` does it with the exports of the account. */
const render = (inputs: string, exported: Record<string, string>): string =>
  inputs.replace(/\{\{([-A-Za-z0-9:\s]+?)\}\}/g, (text, name: string) => exported[name.trim()] ?? text);

/** Writes a project with these sets alone: the tool reads its project from the current folder, and all its sets. */
export function writeProject(root: string, folder: string, sets: readonly InputSet[]): void {
  for (const name of ['.rpdk-config', 'schema', 'tokeninjectable-docker-builder.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(folder, 'inputs'));
  for (const [index, { create, update }] of sets.entries()) {
    writeFileSync(join(folder, `inputs/inputs_${index + 1}_create.json`), create);
    writeFileSync(join(folder, `inputs/inputs_${index + 1}_update.json`), update);
  }
}
