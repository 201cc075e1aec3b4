import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type InstalledPackage, installPackage } from '../support/npm-package';
import { root } from '../support/tools';

describe('the npm package', () => {
  let installed: InstalledPackage;
  beforeAll(async () => {
    installed = await installPackage();
  }, 120_000);
  afterAll(() => installed.remove());

  it('installs without any dependency', () => {
    const modules = join(installed.folder, 'node_modules');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['@token-injectable']);
    expect(readdirSync(join(modules, '@token-injectable'))).toEqual(['docker-builder']);
  });

  it('runs as a command from an empty folder', async () => {
    const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
    const answers = await Promise.all(
      ['--help', '--version'].map((flag) => installed.run('npx', ['--no-install', 'docker-builder', flag])),
    );
    expect(answers).toEqual([
      { code: 0, stdout: expect.stringContaining('docker-builder'), stderr: '' },
      { code: 0, stdout: expect.stringContaining(version), stderr: '' },
    ]);
  }, 60_000);

  it('contains every file that its documents link to', () => {
    const missing = installed.files
      .filter((file) => file.endsWith('.md') && !file.startsWith('docs/'))
      .flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, link]) =>
          normalize(join(dirname(file), link as string)),
        ),
      )
      .filter(
        (link) =>
          !installed.files.some((file) => file === link || file.startsWith(`${link.replace(/\/$/, '')}/`)),
      );
    expect(missing).toEqual([]);
  });

  it('contains what the command, the local engine and a registration need, and neither sources nor tests', () => {
    expect(installed.files).toEqual(
      expect.arrayContaining([
        'dist/docker-builder.js',
        'dist/token-injectable-docker-builder.zip',
        'local/ministack_plugin/main.py',
        'registration/registration.yaml',
        'resource-role.yaml',
      ]),
    );
    expect(
      installed.files.filter((file) => /^(src|cli|test|tools|bench)\/|\.ts$|\.pyc$|\.map$/.test(file)),
    ).toEqual([]);
  });

  it('says where it comes from and where to report a fault', () => {
    const { repository, homepage, bugs, keywords, dependencies, license } = JSON.parse(
      readFileSync(
        join(installed.folder, 'node_modules/@token-injectable/docker-builder/package.json'),
        'utf8',
      ),
    );
    const address = 'https://github.com/token-injectable/docker-builder';
    expect({ repository, homepage, bugs, license }).toEqual({
      repository: { type: 'git', url: `git+${address}.git` },
      homepage: `${address}#readme`,
      bugs: `${address}/issues`,
      license: 'MIT',
    });
    expect(keywords).toEqual(expect.arrayContaining(['cloudformation', 'docker']));
    expect(dependencies).toBeUndefined();
  });
});
