// Creates the schema handler package that RegisterType expects, with the entries of `cfn submit --dry-run`. The same sources
// give the same bytes, so the object's key can be the hash of its content.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { badInput, CommandFailure } from '../cli/exit-code';
import { typeName as checkTypeName } from '../cli/options/check';
import { renameType } from '../cli/registration/type-name';
import { type ZipEntry, zip } from '../cli/registration/zip';
import { bundleHandlers } from './package/bundle';

const root = resolve(__dirname, '..');
const help = `usage: npm run package [-- --type-name Acme::Docker::Image] [--output FILE]

Bundles the handlers and creates the schema handler package that RegisterType expects.

  --type-name NAME   package the type under your own name (default: the schema's)
  --output FILE      where to write the package (default: dist/token-injectable-docker-builder.zip)

example:
  npm run package -- --type-name Acme::Docker::Image --output dist/acme-docker-image.zip

exit codes: 0 success, 1 the package could not be created, 2 an option is wrong`;

async function main(args: string[]): Promise<void> {
  const values = options(args);
  if (values.help) return console.log(help);
  const typeName = values['type-name'];
  if (typeName !== undefined) checkTypeName(typeName);
  const bundle = await bundleHandlers(root);
  const handlers = [{ name: 'dist/handlers.js', content: bundle.code }];
  if (values['build-command']) return writeInto(join(root, 'build/TypeFunction'), handlers);

  const provider = { name: 'ResourceProvider.zip', content: await zip(handlers) };
  const ours = await zip([...describing(), provider]);
  const archive = typeName === undefined ? ours : await renameType(ours, typeName);
  const output = resolve(root, values.output);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, archive);
  const kb = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`;
  console.log(`handlers ${kb(bundle.code.length)}, of which`);
  for (const { name, bytes } of bundle.largest) console.log(`  ${kb(bytes).padStart(7)}  ${name}`);
  console.log(
    `${values.output}: ${kb(archive.length)}, sha256 ${createHash('sha256').update(archive).digest('hex')}`,
  );
}

function options(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean' },
        'type-name': { type: 'string' },
        output: { type: 'string', default: 'dist/token-injectable-docker-builder.zip' },
        // `cfn submit` runs its buildCommand with " TypeFunction" appended and zips build/TypeFunction.
        'build-command': { type: 'boolean' },
      },
      allowPositionals: true,
    }).values;
  } catch (error) {
    throw badInput((error as Error).message);
  }
}

/** What the package contains in addition to the code: the schemas, the tool's settings, inputs and sources. */
function describing(): ZipEntry[] {
  const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const json = (name: string, content: object): ZipEntry => ({
    name,
    content: Buffer.from(`${JSON.stringify(content, null, 2)}\n`),
  });
  const schema = read('schema/token-injectable-docker-builder.json');
  const { typeConfiguration, definitions = {}, typeName } = schema;
  return [
    json('schema.json', schema),
    // A separate file with the schema of the type configuration and the definitions it may refer to, as the tool does.
    json('configuration-schema.json', { ...(typeConfiguration as object), definitions, typeName }),
    json('.rpdk-config', read('.rpdk-config')),
    ...filesBelow('inputs'),
    ...filesBelow('src'),
  ];
}

function filesBelow(folder: string): ZipEntry[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((path) => ({ name: path.slice(root.length + 1), content: readFileSync(path) }));
}

function writeInto(folder: string, files: ZipEntry[]): void {
  for (const { name, content } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`package: ${error.message}`);
  process.exit(error instanceof CommandFailure ? error.exitCode : 1);
});
