// Creates the schema handler package that RegisterType expects, with the entries of `cfn submit --dry-run`. The same sources
// give the same bytes, so the object's key can be the hash of its content.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleHandlers } from './package/bundle';
import { zip } from './package/zip';

const root = resolve(__dirname, '..');
const TYPE_NAME = /^[a-zA-Z0-9]{2,64}(::[a-zA-Z0-9]{2,64}){2}$/;
const RESERVED = ['Alexa', 'AMZN', 'Amazon', 'AWS', 'Custom', 'Dev'];

const help = `usage: npm run package [-- --type-name Org::Docker::Builder] [--output FILE]

Bundles the handlers and creates the schema handler package that RegisterType expects.

  --type-name NAME   package the type under your own name (default: the schema's)
  --output FILE      where to write the package (default: build/token-injectable-docker-builder.zip)

example:
  npm run package -- --type-name Acme::Docker::Builder --output build/acme-docker-builder.zip`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      'type-name': { type: 'string' },
      output: { type: 'string', default: 'build/token-injectable-docker-builder.zip' },
      // `cfn submit` runs its buildCommand with " TypeFunction" appended and zips build/TypeFunction.
      'build-command': { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help) return console.log(help);
  const typeName = checkedName(values['type-name']);
  const bundle = await bundleHandlers(root);
  const handlers = { 'dist/handlers.js': bundle.code };
  if (values['build-command']) return writeInto(join(root, 'build/TypeFunction'), handlers);

  const provider = await zip(handlers);
  const archive = await zip({ ...describing(typeName), 'ResourceProvider.zip': provider });
  const output = resolve(root, values.output);
  mkdirSync(resolve(output, '..'), { recursive: true });
  writeFileSync(output, archive);
  const kb = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`;
  console.log(`handlers ${kb(bundle.code.length)}, of which`);
  for (const { name, bytes } of bundle.largest) console.log(`  ${kb(bytes).padStart(7)}  ${name}`);
  console.log(
    `${values.output}: ${kb(archive.length)}, sha256 ${createHash('sha256').update(archive).digest('hex')}`,
  );
}

function checkedName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (!TYPE_NAME.test(name))
    throw new Error(`--type-name "${name}" must look like Organization::Service::Resource`);
  const namespace = name.split('::')[0] as string;
  if (RESERVED.includes(namespace))
    throw new Error(`--type-name: CloudFormation reserves the namespace "${namespace}"`);
  return name;
}

/** What the package contains in addition to the code: the schemas, the tool's settings, inputs and sources. */
function describing(typeName: string | undefined): Record<string, Buffer> {
  const read = (path: string): Record<string, unknown> => {
    const content = JSON.parse(readFileSync(join(root, path), 'utf8'));
    return typeName === undefined ? content : { ...content, typeName };
  };
  const json = (content: object): Buffer => Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
  const schema = read('schema/token-injectable-docker-builder.json');
  const { typeConfiguration, definitions = {} } = schema;
  return {
    'schema.json': json(schema),
    // A separate file with the schema of the type configuration and the definitions it may refer to, as the tool does.
    'configuration-schema.json': json({
      ...(typeConfiguration as object),
      definitions,
      typeName: schema.typeName,
    }),
    '.rpdk-config': json(read('.rpdk-config')),
    ...filesBelow('inputs'),
    ...filesBelow('src'),
  };
}

function filesBelow(folder: string): Record<string, Buffer> {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((path) => [path.slice(root.length + 1), readFileSync(path)]));
}

function writeInto(folder: string, files: Record<string, Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(resolve(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

main().catch((error) => {
  console.error(`package: ${error.message}`);
  process.exit(1);
});
