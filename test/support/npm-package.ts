import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './tools';

export interface InstalledPackage {
  /** An otherwise empty folder that it is installed in. */
  folder: string;
  /** Paths inside the package. */
  files: string[];
  /** Runs a command in the folder. */
  run(file: string, args: string[], env?: NodeJS.ProcessEnv): ReturnType<typeof run>;
  remove(): void;
}

/** Packs this clone as it is built, and installs the package in an empty folder, as a user does. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'npm-package-'));
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  });
  if (packed.code !== 0) throw new Error(packed.stderr);
  const [{ filename, files }] = JSON.parse(packed.stdout) as [
    { filename: string; files: { path: string }[] },
  ];
  // Offline: a dependency of the package could not be installed.
  const installed = await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], {
    cwd: folder,
  });
  if (installed.code !== 0) throw new Error(installed.stderr);
  return {
    folder,
    files: files.map(({ path }) => path),
    run: (file, args, env = {}) => run(file, args, { cwd: folder, env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
