import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/tools';

const list = (zip: string): string[] =>
  execFileSync(
    join(root, '.venv/bin/python'),
    ['-c', 'import sys, zipfile; print("\\n".join(sorted(zipfile.ZipFile(sys.argv[1]).namelist())))', zip],
    { encoding: 'utf8' },
  )
    .trim()
    .split('\n');

const content = (zip: string, name: string): Buffer =>
  execFileSync(join(root, '.venv/bin/python'), [
    '-c',
    'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))',
    zip,
    name,
  ]);

const pack = (output: string, ...more: string[]) =>
  execFileSync(join(root, 'node_modules/.bin/tsx'), ['tools/package.ts', '--output', output, ...more], {
    cwd: root,
  });

describe('the schema handler package', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is the same, byte for byte, in two runs', () => {
    pack(join(folder, 'one.zip'));
    pack(join(folder, 'two.zip'));
    expect(readFileSync(join(folder, 'one.zip')).equals(readFileSync(join(folder, 'two.zip')))).toBe(true);
  }, 60_000);

  it('holds what `cfn submit --dry-run` packs, entry by entry', () => {
    const copy = join(folder, 'copy');
    for (const name of [
      '.rpdk-config',
      'schema',
      'tokeninjectable-docker-builder.json',
      'src',
      'inputs',
      'tools',
      'package.json',
      'resource-role.yaml',
      'docs',
    ]) {
      cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    execFileSync(join(root, '.venv/bin/cfn'), ['submit', '--dry-run'], {
      cwd: copy,
      env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' },
      stdio: 'pipe',
    });
    const theirs = join(copy, 'tokeninjectable-docker-builder.zip');
    pack(join(folder, 'ours.zip'));
    expect(list(join(folder, 'ours.zip'))).toEqual(
      list(theirs).filter((name) => !name.endsWith('/') && name !== '.cfn_metadata.json'),
    );
    for (const name of ['schema.json', 'configuration-schema.json']) {
      expect(JSON.parse(content(join(folder, 'ours.zip'), name).toString())).toEqual(
        JSON.parse(content(theirs, name).toString()),
      );
    }
  }, 120_000);

  it('carries another type name when an organisation asks for one', () => {
    pack(join(folder, 'own.zip'), '--type-name', 'Acme::Docker::Builder');
    expect(JSON.parse(content(join(folder, 'own.zip'), 'schema.json').toString()).typeName).toBe(
      'Acme::Docker::Builder',
    );
  }, 60_000);
});
