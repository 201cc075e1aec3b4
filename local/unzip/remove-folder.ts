import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Removes a folder, also when it contains folders that its owner may not write to. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    spawnSync('chmod', ['-R', 'u+rwx', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}
