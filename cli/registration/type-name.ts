import { badInput } from '../exit-code';
import { TYPE_NAME_PATTERN, typeName } from '../options/check';
import { unzip, type ZipEntry, zip } from './zip';

/**
 * A schema handler package under another type name: wherever the package contains its name, in the schemas, the settings
 * and the code, it contains the new one instead. The same package and name give the same bytes.
 * @throws CommandFailure for a name that can't be registered, or bytes that are not a schema handler package
 */
export async function renameType(archive: Buffer, name: string): Promise<Buffer> {
  const newName = typeName(name);
  const entries = await unzip(archive).catch((error: Error) => refuse(error.message));
  return zip(await renameIn(entries, nameIn(entries), newName));
}

function nameIn(entries: ZipEntry[]): string {
  const schema = entries.find((entry) => entry.name === 'schema.json');
  if (schema === undefined) return refuse('it does not contain schema.json');
  const { typeName: name } = parse(schema.content);
  return typeof name === 'string' && TYPE_NAME_PATTERN.test(name)
    ? name
    : refuse('its schema.json has no typeName');
}

function parse(schema: Buffer): { typeName?: unknown } {
  try {
    return Object(JSON.parse(schema.toString()));
  } catch {
    return refuse('its schema.json is not JSON');
  }
}

const refuse = (reason: string): never => {
  throw badInput(`not a schema handler package: ${reason}`);
};

function renameIn(entries: ZipEntry[], name: string, newName: string): Promise<ZipEntry[]> {
  // The name, but not as a part of a longer one.
  const whole = new RegExp(`(?<![a-zA-Z0-9]|::)${name}(?![a-zA-Z0-9]|::)`, 'g');
  return Promise.all(
    entries.map(async (entry) => {
      const { content } = entry;
      if (!isArchive(entry)) return { ...entry, content: replace(content, whole, newName) };
      const inner = await unzip(content).catch((error: Error) => refuse(`${entry.name}: ${error.message}`));
      return { ...entry, content: await zip(await renameIn(inner, name, newName)) };
    }),
  );
}

/** ResourceProvider.zip, which contains the code. */
const isArchive = ({ name }: ZipEntry): boolean => name.endsWith('.zip');

/** As Latin-1, every byte is a character: content that is not text stays as it is. */
const replace = (content: Buffer, pattern: RegExp, by: string): Buffer =>
  Buffer.from(content.toString('latin1').replace(pattern, by), 'latin1');
