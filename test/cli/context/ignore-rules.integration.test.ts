import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextEntries } from '../../../cli/context/context-entries';
import { ignoreRules } from '../../../cli/context/ignore-rules';
import { takenByDocker, writeFiles } from '../../support/docker-context';
import { docker } from '../../support/tools';
import { compareIgnoring } from './ignore-comparison';

const files = [
  ...['Dockerfile', 'a.txt', 'b.md', '.hidden', 'space name.txt', '[x].txt', 'B.md', 'x1'],
  ...['src/a.txt', 'src/deep/a.txt', 'src/deep/b.md', 'docker/Dockerfile.prod', 'node_modules/x/index.js'],
];

const rules = [
  ...[
    '*.txt',
    '**/*.txt',
    '**.txt',
    '*\n!src',
    'src\n!src/deep',
    'docker',
    '# comment\n/src/\n',
    'node_modules/',
  ],
  ...[
    '**/deep\n!**/b.md',
    '?.md',
    '.*\n!.hidden',
    '\\[x\\].txt',
    'src/**/a.txt',
    '*/*.txt',
    '  a.txt  ',
    './b.md',
  ],
  ...[
    '**',
    '\uFEFFsrc\r\nb.md\r\n',
    ' # no comment',
    '*\n!**/b.md',
    'src/../b.md',
    '[a-b].*',
    '[^a]*.txt',
    'SRC',
  ],
  ...[
    'x\\d',
    '*.{txt,md}',
    'src/*\n!src/deep\nsrc/deep/a*',
    'a\n!*',
    'src\n!src/deep\n?rc',
    '/!src',
    'src**',
    '!src',
  ],
];

describe("Docker's ignore rules", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ignore-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keep out what Docker keeps out, for every kind of pattern', async () => {
    const folders = rules.map((text, index) => {
      writeFiles(join(folder, String(index)), files);
      writeFileSync(join(folder, String(index), '.dockerignore'), text);
      return join(folder, String(index));
    });
    const taken = await Promise.all(
      folders.map(async (context, index) => {
        const ignores = ignoreRules(rules[index] ?? '', '.dockerignore');
        const entries = await contextEntries(context, { ignores, keeps: () => false, kept: new Set() });
        return [rules[index], entries.map(({ path }) => path).sort()];
      }),
    );
    expect(taken).toEqual(takenByDocker(folders).map((paths, index) => [rules[index], paths]));
  }, 60_000);

  it('keep out what Docker keeps out, for random files and patterns', async () => {
    const { ours, docker } = await compareIgnoring(30, 11);
    expect(ours).toHaveLength(30);
    expect(ours).toEqual(docker);
  }, 60_000);

  it.each(['[', 'a[b-', '\\', '!', '!/', 'a/[]'])('refuse %j as Docker does', (text) => {
    writeFileSync(join(folder, '.dockerignore'), text);
    const build = () =>
      execFileSync(
        docker,
        ['buildx', 'build', '--quiet', '--file', '-', '--output', 'type=cacheonly', folder],
        {
          input: 'FROM scratch\nCOPY . /\n',
          stdio: ['pipe', 'ignore', 'pipe'],
        },
      );
    expect(build).toThrow(/pattern/);
    expect(() => ignoreRules(text, '.dockerignore').judge('a/b', undefined)).toThrow(/^\.dockerignore:1: /);
  });
});
