import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** A resource type's schema, as far as CloudFormation's protocol depends on it. */
export interface ResourceSchema {
  typeName: string;
  description?: string;
  definitions?: Record<string, object>;
  properties: Record<string, object>;
  required?: string[];
  primaryIdentifier: string[];
  createOnlyProperties?: string[];
  readOnlyProperties?: string[];
  handlers: Record<string, { permissions?: string[]; timeoutInMinutes?: number }>;
  typeConfiguration?: object;
}

/** An unpacked schema handler package. */
export interface HandlerPackage {
  schema: ResourceSchema;
  /** The folder of the function's code. */
  code: string;
  /** The path of `.rpdk-config`. */
  config: string;
  remove(): void;
}

const read = (archive: Buffer): Promise<Map<string, Buffer>> =>
  new Promise((done, failed) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return failed(error);
      const files = new Map<string, Buffer>();
      zip.on('error', failed);
      zip.on('end', () => done(files));
      zip.on('entry', (entry: Entry) => {
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        content(zip, entry).then((bytes) => {
          files.set(entry.fileName, bytes);
          zip.readEntry();
        }, failed);
      });
      zip.readEntry();
    });
  });

const content = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((done, failed) => {
    zip.openReadStream(entry, (error, stream) => (error ? failed(error) : buffer(stream).then(done, failed)));
  });

/** The schema in a package. */
export async function readSchema(archive: Buffer): Promise<ResourceSchema> {
  const { schema, remove } = await unpack(archive);
  remove();
  return schema;
}

/**
 * Unpacks what RegisterType takes: `schema.json`, `.rpdk-config` and `ResourceProvider.zip`.
 * @throws Error that names the missing file
 */
export async function unpack(archive: Buffer): Promise<HandlerPackage> {
  const outer = await read(archive);
  const file = (name: string): Buffer => {
    const found = outer.get(name);
    if (found === undefined) throw new Error(`the schema handler package holds no ${name}`);
    return found;
  };
  const schema = JSON.parse(file('schema.json').toString('utf8')) as ResourceSchema;
  const code = await read(file('ResourceProvider.zip'));
  const folder = mkdtempSync(join(tmpdir(), 'type-'));
  for (const [name, bytes] of code) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep))
      throw new Error(`ResourceProvider.zip holds a path outside of it: ${name}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const config = join(folder, '.rpdk-config');
  writeFileSync(config, file('.rpdk-config'));
  return { schema, code: folder, config, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
