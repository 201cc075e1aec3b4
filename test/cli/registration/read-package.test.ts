import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackage } from '../../../cli/registration/read-package';
import { zip } from '../../../cli/registration/zip';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();

const schema = { typeName: 'Acme::Some::Type', typeConfiguration: { properties: {} } };
const complete = {
  'schema.json': JSON.stringify(schema),
  '.rpdk-config': '{}',
  'ResourceProvider.zip': 'code',
};

const fileOf = async (entries: Record<string, string> | string): Promise<string> => {
  const file = join(folder.path, 'type.zip');
  const members = typeof entries === 'string' ? [] : Object.entries(entries);
  const bytes = await zip(members.map(([name, content]) => ({ name, content: Buffer.from(content) })));
  writeFileSync(file, typeof entries === 'string' ? entries : bytes);
  return file;
};

const reading = async (entries: Record<string, string> | string) =>
  readPackage(undefined, { option: '--package', file: await fileOf(entries) });

describe('a schema handler package', () => {
  it('is known by the hash of its bytes, and by the name in its schema', async () => {
    const { archive, digest, schema: read } = await reading(complete);
    expect(digest).toBe(createHash('sha256').update(archive).digest('hex'));
    expect(read).toEqual(schema);
  });

  it('gets another name, and with it other bytes', async () => {
    const inner = await zip([{ name: 'handlers.js', content: Buffer.from('"Acme::Some::Type"') }]);
    const file = join(folder.path, 'inner.zip');
    const entries = { ...complete, 'ResourceProvider.zip': inner };
    const members = Object.entries(entries).map(([name, content]) => ({
      name,
      content: Buffer.from(content),
    }));
    writeFileSync(file, await zip(members));
    const given = { option: '--package' as const, file };
    const [as, renamed] = [
      await readPackage(undefined, given),
      await readPackage('Other::Some::Type', given),
    ];
    expect(renamed.schema).toEqual({ ...schema, typeName: 'Other::Some::Type' });
    expect(renamed.digest).not.toBe(as.digest);
    expect(await readPackage('Acme::Some::Type', given)).toEqual(as);
  });

  it.each<[string, Record<string, string> | string, RegExp]>([
    ['text', 'not a zip', /is not a schema handler package/],
    ['an empty file', '', /is not a schema handler package/],
    ['a zip without a schema', { 'a.txt': 'a' }, /it does not contain schema\.json/],
    [
      'a zip without handlers',
      { 'schema.json': '{}', '.rpdk-config': '{}' },
      /does not contain ResourceProvider\.zip/,
    ],
    [
      'a zip without settings',
      { 'schema.json': '{}', 'ResourceProvider.zip': '' },
      /does not contain \.rpdk-config/,
    ],
    ['a schema that is not JSON', { ...complete, 'schema.json': '{' }, /its schema\.json is not JSON/],
    ['a schema without a name', { ...complete, 'schema.json': '{}' }, /its schema\.json has no typeName/],
    ['a schema of null', { ...complete, 'schema.json': 'null' }, /its schema\.json has no typeName/],
  ])('is not %s', async (_what, entries, message) => {
    await expect(reading(entries)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['--package', 'nowhere.zip', /^--package .*nowhere\.zip: no such file/],
    ['--type', '.', /^--type .*: is a folder/],
  ] as const)('that %s can not read is named', async (option, name, message) => {
    await expect(readPackage(undefined, { option, file: join(folder.path, name) })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
