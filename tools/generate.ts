// Makes every generated file from the schema: `cfn generate` (models, documentation, role template), the repair of its
// models, the types that the handlers work on and the validator, compiled ahead.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { repairModels } from './generate/repair-models';
import { validatorSchemas } from './generate/validator-schemas';

const root = resolve(__dirname, '..');
const schemaName = 'token-injectable-docker-builder.json';
/** What `cfn generate` writes, and what is made beside it. */
const generated = ['docs', 'resource-role.yaml', 'src/models.ts', 'src/generated'];

const help = `usage: npm run generate [-- --check]

Makes src/models.ts, src/generated/, docs/ and resource-role.yaml from schema/${schemaName}.

  --check   changes nothing; fails and names the files that differ from what the schema gives`;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(help);
  if (!args.includes('--check')) {
    await generateIn(root);
    return console.log(`generated ${generated.join(', ')}`);
  }
  const copy = mkdtempSync(join(tmpdir(), 'generate-'));
  try {
    for (const name of ['.rpdk-config', 'schema', 'tokeninjectable-docker-builder.json', ...generated]) {
      cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
    }
    symlinkSync(join(root, '.venv'), join(copy, '.venv'));
    await generateIn(copy);
    const stale = generated.flatMap((name) => differences(join(root, name), join(copy, name)));
    if (stale.length > 0) {
      throw new Error(`stale: ${stale.map((path) => relative(root, path)).join(', ')}; run npm run generate`);
    }
    console.log('all generated files are fresh');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function generateIn(folder: string): Promise<void> {
  const env = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' };
  execFileSync(join(folder, '.venv/bin/cfn'), ['generate', '--local-only'], {
    cwd: folder,
    env,
    stdio: 'pipe',
  });
  rmSync(join(folder, 'rpdk.log'), { force: true });
  const models = join(folder, 'src/models.ts');
  writeFileSync(models, repairModels(readFileSync(models, 'utf8')));
  const schema = JSON.parse(readFileSync(join(folder, 'schema', schemaName), 'utf8'));
  const { model, typeConfiguration } = validatorSchemas(schema);
  writeFileSync(join(folder, 'src/generated/model.ts'), await types(model, typeConfiguration));
  writeFileSync(join(folder, 'src/generated/validators.js'), validators(model, typeConfiguration));
  writeFileSync(join(folder, 'src/generated/validators.d.ts'), declarations);
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

/** The types say which members there are; which go together, the validator and the handlers check. */
function withoutChoice(model: JSONSchema): JSONSchema {
  const { oneOf: _choice, ...Source } = model.definitions?.Source ?? {};
  return { ...model, definitions: { ...model.definitions, Source } };
}

/** Scalars arrive from CloudFormation as strings: the validators turn them into the schema's types. */
function validators(model: JSONSchema, typeConfiguration: JSONSchema): string {
  const ajv = new Ajv({
    schemas: [
      { ...model, $id: 'model' },
      { ...typeConfiguration, $id: 'typeConfiguration' },
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

const declarations = `${banner}
import type { ErrorObject } from 'ajv';

/** Checks the properties against the schema and turns scalars into its types, in place. */
export interface Validator {
  (properties: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const model: Validator;
export const typeConfiguration: Validator;
`;

/** The files below two paths whose content differs, or that only one of them has. */
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
