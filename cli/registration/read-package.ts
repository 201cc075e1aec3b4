import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { badInput, notReady } from '../exit-code';
import { readInput } from '../options/input-file';
import { renameType } from './type-name';
import { TYPE_PACKAGE } from './type-package';
import { unzip } from './zip';

/** What a registration needs to know of a schema. */
export interface TypeSchema {
  typeName: string;
  definitions?: object;
  typeConfiguration?: object;
}

/** A schema handler package, under the name that it is registered by. */
export interface HandlerPackage {
  archive: Buffer;
  /** SHA-256 of its bytes, in hexadecimal. */
  digest: string;
  schema: TypeSchema;
}

/**
 * Reads a schema handler package.
 * @param typeName the name to register it by; default: the package's own
 * @param given the file and the option that names it; default: the package of this version
 * @throws CommandFailure for what is not a package
 */
export async function readPackage(typeName?: string, given?: PackageOption): Promise<HandlerPackage> {
  const own = await (given === undefined ? readOwn() : readInput(given.option, given.file));
  const schema = await schemaOf(own, given ?? OWN);
  if (typeName === undefined || typeName === schema.typeName) return describe(own, schema);
  const archive = await renameType(own, typeName);
  return describe(archive, await schemaOf(archive, given ?? OWN));
}

interface PackageOption {
  option: '--package' | '--type';
  file: string;
}

const OWN: PackageOption = { option: '--package', file: TYPE_PACKAGE };

const describe = (archive: Buffer, schema: TypeSchema): HandlerPackage => ({
  archive,
  digest: createHash('sha256').update(archive).digest('hex'),
  schema,
});

const readOwn = (): Promise<Buffer> =>
  readFile(TYPE_PACKAGE).catch(() => {
    throw notReady(`${TYPE_PACKAGE} is missing: run npm run package`);
  });

/** Without these, RegisterType refuses a package. */
const NEEDED = ['schema.json', '.rpdk-config', 'ResourceProvider.zip'];

async function schemaOf(archive: Buffer, { option, file }: PackageOption): Promise<TypeSchema> {
  const refuse = (reason: string) => badInput(`${option} ${file} is not a schema handler package: ${reason}`);
  const entries = await unzip(archive, (name) => NEEDED.includes(name)).catch((error: Error) => {
    throw refuse(error.message);
  });
  const entry = entries.find(({ name }) => name === 'schema.json');
  if (entry === undefined) throw refuse('it does not contain schema.json');
  for (const name of NEEDED)
    if (!entries.some((one) => one.name === name)) throw refuse(`it does not contain ${name}`);
  try {
    const schema = JSON.parse(entry.content.toString('utf8')) as Partial<TypeSchema> | null;
    if (typeof schema?.typeName === 'string') return { ...schema, typeName: schema.typeName };
  } catch {
    throw refuse('its schema.json is not JSON');
  }
  throw refuse('its schema.json has no typeName');
}
