import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renameType } from '../../cli/registration/type-name';
import { unzip } from '../../cli/registration/zip';
import { copyOfProject } from '../support/project-copy';
import { root, run } from '../support/tools';

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
    const copy = copyOfProject();
    execFileSync(join(root, '.venv/bin/cfn'), ['submit', '--dry-run'], {
      cwd: copy.path,
      env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' },
      stdio: 'pipe',
    });
    const theirs = join(folder, 'theirs.zip');
    renameSync(join(copy.path, 'tokeninjectable-docker-builder.zip'), theirs);
    copy.remove();
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

  it('is the renamed package, byte for byte, when an organisation packages the type under its own name', async () => {
    pack(join(folder, 'ours.zip'));
    pack(join(folder, 'theirs.zip'), '--type-name', 'Acme::Docker::Image');
    const renamed = await renameType(readFileSync(join(folder, 'ours.zip')), 'Acme::Docker::Image');
    expect(readFileSync(join(folder, 'theirs.zip')).equals(renamed)).toBe(true);
    for (const name of ['schema.json', 'configuration-schema.json', '.rpdk-config'])
      expect(JSON.parse(content(join(folder, 'theirs.zip'), name).toString()).typeName).toBe(
        'Acme::Docker::Image',
      );
    const files = await unzip(renamed);
    const provider = files.find(({ name }) => name === 'ResourceProvider.zip')?.content ?? Buffer.alloc(0);
    const left = [...files, ...(await unzip(provider))].filter(({ content }) =>
      content.includes('TokenInjectable::Docker::Builder'),
    );
    expect(left.map(({ name }) => name)).toEqual([]);
  }, 60_000);

  it.each([
    [['--type-name', 'AWS::Docker::Image'], '--type-name "AWS::Docker::Image" must begin with a namespace'],
    [['--type-name', 'Acme'], '--type-name "Acme" must look like Organization::Service::Resource'],
    [['--type-name', ''], '--type-name "" must look like'],
    [['--typename', 'Acme::Docker::Image'], "Unknown option '--typename'"],
  ])(
    'is not written for %j: exit code 2, and one line that says why',
    async (options, reason) => {
      const output = join(folder, 'refused.zip');
      const { code, stderr } = await run(join(root, 'node_modules/.bin/tsx'), [
        join(root, 'tools/package.ts'),
        ...['--output', output, ...options],
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain(`package: ${reason}`);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(existsSync(output)).toBe(false);
    },
    60_000,
  );
});
