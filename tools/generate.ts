// Generates what follows from the schema and the registration template: the documentation, the types that the handlers
// work on, the compiled validators, the role templates for `cfn submit` and, only for the benchmark of the official runtime,
// the models of `cfn generate`.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { repairModels } from './generate/repair-models';
import { buildRoleTemplate, executionRoleTemplate } from './generate/role-templates';
import { validatorSchemas } from './generate/validator-schemas';

const root = resolve(__dirname, '..');
const schemaName = 'token-injectable-docker-builder.json';
/** The generated files and folders. */
const generated = [
  'docs',
  'resource-role.yaml',
  'registration/build-role.yaml',
  'src/models.ts',
  'src/validators.js',
  'src/validators.d.ts',
  'bench/runtime/official-models.ts',
];

const help = `usage: npm run generate [-- --check]

Generates ${generated.join(', ')}
from schema/${schemaName} and registration/registration.yaml.

  --check   write nothing; fail and list the files that are out of date`;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(help);
  const scratch = mkdtempSync(join(tmpdir(), 'generate-'));
  try {
    await generateIn(scratch);
    const stale = generated.flatMap((name) => differences(join(root, name), join(scratch, name)));
    if (!args.includes('--check')) {
      for (const name of generated) {
        rmSync(join(root, name), { recursive: true, force: true });
        cpSync(join(scratch, name), join(root, name), { recursive: true });
      }
      return console.log(`generated ${generated.join(', ')}`);
    }
    if (stale.length > 0) {
      throw new Error(
        `out of date: ${stale.map((path) => relative(root, path)).join(', ')}; run npm run generate`,
      );
    }
    console.log('all generated files are up to date');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** `cfn generate` reads and writes a project folder: it gets a copy, so that it overwrites nothing here. */
async function generateIn(folder: string): Promise<void> {
  for (const name of ['.rpdk-config', 'schema', 'tokeninjectable-docker-builder.json']) {
    cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(join(folder, 'src'));
  execFileSync(join(root, '.venv/bin/cfn'), ['generate', '--local-only'], {
    cwd: folder,
    env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' },
    stdio: 'pipe',
  });
  const written = readFileSync(join(folder, 'src/models.ts'), 'utf8');
  const schema = JSON.parse(readFileSync(join(folder, 'schema', schemaName), 'utf8'));
  const { model, typeConfiguration } = validatorSchemas(schema);
  const registration = readFileSync(join(root, 'registration/registration.yaml'), 'utf8');
  const texts: Record<string, string> = {
    'bench/runtime/official-models.ts': repairModels(written),
    'src/models.ts': await types(model, typeConfiguration),
    'src/validators.js': validators(model, typeConfiguration),
    'src/validators.d.ts': declarations,
    'resource-role.yaml': executionRoleTemplate(registration),
    'registration/build-role.yaml': buildRoleTemplate(registration),
  };
  for (const name of ['bench/runtime', 'registration']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
}

const banner = `// Generated from schema/${schemaName} by npm run generate. Do not edit.`;

async function types(model: JSONSchema, typeConfiguration: JSONSchema): Promise<string> {
  const options = {
    bannerComment: '',
    additionalProperties: false,
    format: true,
    style: { singleQuote: true, printWidth: 110 },
  };
  const texts = [
    await compile({ ...withoutChoice(model), title: 'Model', required: ['Source'] }, 'Model', options),
    await compile({ ...typeConfiguration, title: 'TypeConfiguration' }, 'TypeConfiguration', {
      ...options,
      declareExternallyReferenced: false,
    }),
  ];
  return `${banner}\n${texts.join('\n')}`;
}

/** The types list the members; the validator and the handlers check which of them go together. */
function withoutChoice(model: JSONSchema): JSONSchema {
  const { oneOf: _choice, ...Source } = model.definitions?.Source ?? {};
  return { ...model, definitions: { ...model.definitions, Source } };
}

/** CloudFormation sends scalars as strings: the validators convert them to the schema's types. */
function validators(model: JSONSchema, typeConfiguration: JSONSchema): string {
  const ajv = new Ajv({
    schemas: [
      { ...withoutDescriptions(model), $id: 'model' },
      { ...withoutDescriptions(typeConfiguration), $id: 'typeConfiguration' },
    ],
    coerceTypes: true,
    allErrors: true,
    allowUnionTypes: true,
    strictRequired: false,
    keywords: ['insertionOrder'],
    code: { source: true },
  });
  return `${banner}\n// @ts-nocheck\n${standaloneCode(ajv, { model: 'model', typeConfiguration: 'typeConfiguration' })}\n`;
}

/** The compiled validators contain parts of their schema, and with it texts that nothing in the handler reads. */
const withoutDescriptions = (schema: JSONSchema): JSONSchema =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'description' ? undefined : value)));

const declarations = `${banner}
import type { ErrorObject } from 'ajv';

/** Checks the properties against the schema and converts scalars to its types, in place. */
export interface Validator {
  (properties: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const model: Validator;
export const typeConfiguration: Validator;
`;

/** The files below two paths whose content differs or that exist below one of them only. */
function differences(ours: string, theirs: string): string[] {
  const files = (path: string): string[] => {
    if (!statSync(path, { throwIfNoEntry: false })) return [];
    if (!statSync(path).isDirectory()) return [''];
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(path, name)).isFile(),
    );
  };
  const text = (path: string) =>
    statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : undefined;
  return [...new Set([...files(ours), ...files(theirs)])]
    .filter((name) => text(join(ours, name)) !== text(join(theirs, name)))
    .map((name) => join(ours, name));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`generate: ${error.stderr?.toString() ?? ''}${error.message}`);
  process.exit(1);
});
