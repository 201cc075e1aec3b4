import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Folder } from './folder';
import { root } from './root';

/** What is installed or built. */
const LEFT_OUT = ['.git', '.tools', '.venv', 'build', 'dist', 'node_modules'];

/** A copy of the project's sources, for tools that write into the project's folder. */
export function copyOfProject(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'project-'));
  for (const name of readdirSync(root).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(join(root, name), join(path, name), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
