import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { docker } from './tools';

/** Writes files, each with its path as content. Paths that others exclude (`a` and `a/b`) are left out. */
export function writeFiles(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), path);
    } catch (error) {
      if (!['EEXIST', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code)))
        throw error;
    }
  }
}

/** The paths that Docker takes into the build context of each folder: one build, in which each is a named context. */
export function takenByDocker(folders: readonly string[]): string[][] {
  const scratch = mkdtempSync(join(tmpdir(), 'taken-'));
  const dockerfile = [
    'FROM scratch',
    ...folders.map((_, index) => `COPY --from=context${index} . /${index}/`),
    '',
  ];
  const contexts = folders.flatMap((folder, index) => ['--build-context', `context${index}=${folder}`]);
  const output = ['--output', `type=local,dest=${join(scratch, 'out')}`];
  try {
    mkdirSync(join(scratch, 'main'));
    execFileSync(
      docker,
      ['buildx', 'build', '--quiet', '--file', '-', ...output, ...contexts, join(scratch, 'main')],
      { input: dockerfile.join('\n'), stdio: ['pipe', 'ignore', 'pipe'] },
    );
    return folders.map((_, index) => {
      const folder = join(scratch, 'out', String(index));
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
