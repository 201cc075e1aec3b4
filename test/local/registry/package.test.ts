import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSchema, unpack } from '../../../local/registry/package';
import { zipBytes } from '../../support/zip-bytes';

const schema = { typeName: 'My::Own::Type', properties: {}, primaryIdentifier: [], handlers: {} };
const code = zipBytes([{ name: 'dist/handlers.js', content: 'code' }]);
const entries = [
  { name: 'schema.json', content: JSON.stringify(schema) },
  { name: '.rpdk-config', content: '{"entrypoint":"x"}' },
  { name: 'ResourceProvider.zip', content: code },
];

it('unpacks the schema, the settings and the code, and removes them', async () => {
  const unpacked = await unpack(zipBytes(entries));
  expect(unpacked.schema).toEqual(schema);
  expect(readFileSync(join(unpacked.code, 'dist/handlers.js'), 'utf8')).toBe('code');
  expect(readFileSync(unpacked.config, 'utf8')).toBe('{"entrypoint":"x"}');
  unpacked.remove();
  expect(existsSync(unpacked.code)).toBe(false);
});

it('reads the schema alone', async () => {
  expect(await readSchema(zipBytes(entries))).toEqual(schema);
});

it.each(['schema.json', '.rpdk-config', 'ResourceProvider.zip'])(
  'names %s when it is missing',
  async (missing) => {
    const archive = zipBytes(entries.filter(({ name }) => name !== missing));
    await expect(unpack(archive)).rejects.toThrow(`the schema handler package does not contain ${missing}`);
  },
);

it('refuses code that would be written elsewhere', async () => {
  const outside = zipBytes([{ name: '../x', content: 'x' }]);
  const archive = zipBytes([...entries.slice(0, 2), { name: 'ResourceProvider.zip', content: outside }]);
  await expect(unpack(archive)).rejects.toThrow('a path with ".."');
});

it('names a schema that is not JSON', async () => {
  const archive = zipBytes([{ name: 'schema.json', content: '{' }, ...entries.slice(1)]);
  await expect(unpack(archive)).rejects.toThrow(/^schema\.json is not valid JSON: /);
});

it('gives a schema without handlers none', async () => {
  const { handlers: _, ...bare } = schema;
  const archive = zipBytes([{ name: 'schema.json', content: JSON.stringify(bare) }, ...entries.slice(1)]);
  expect(await readSchema(archive)).toEqual(schema);
});
