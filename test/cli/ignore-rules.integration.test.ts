import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ignoreRules } from '../../cli/context/ignore-rules';
import { docker } from '../support/tools';

const files = [
  'Dockerfile',
  'a.txt',
  'b.md',
  'src/a.txt',
  'src/deep/a.txt',
  'src/deep/b.md',
  'docker/Dockerfile.prod',
  'node_modules/x/index.js',
  '.hidden',
  'space name.txt',
  '[x].txt',
];

/** What Docker itself takes into the context. */
function takenByDocker(folder: string): string[] {
  const out = mkdtempSync(join(tmpdir(), 'taken-'));
  execFileSync(
    docker,
    ['buildx', 'build', '--quiet', '--file', '-', '--output', `type=local,dest=${out}`, folder],
    { input: 'FROM scratch\nCOPY . /\n', stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const taken = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(out, path)).isFile(),
  );
  rmSync(out, { recursive: true });
  return taken.filter((path) => path !== '.dockerignore').sort();
}

describe("Docker's ignore rules", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ignore-'));
    for (const path of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), path);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    '*.txt',
    '**/*.txt',
    '*\n!src',
    'src\n!src/deep',
    'docker',
    '# comment\n/src/\n',
    'node_modules/',
    '**/deep\n!**/b.md',
    '?.md',
    '.*\n!.hidden',
    '\\[x\\].txt',
    'src/**/a.txt',
    '*/*.txt',
    '  a.txt  ',
    './b.md',
    '**',
  ])('%j keeps out what Docker keeps out', (rules) => {
    writeFileSync(join(folder, '.dockerignore'), rules);
    const ignores = ignoreRules(rules, '.dockerignore');
    expect(files.filter((path) => !ignores(path)).sort()).toEqual(takenByDocker(folder));
  });
});
