// Checks .dependency-cruiser.cjs: no import cycle, and imports only in the direction that ARCHITECTURE.md shows.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { handlerNode } from '../local/prerequisites/node';

const root = resolve(__dirname, '..');
const folders = ['src', 'cli', 'local', 'setup', 'tools', 'bench', 'examples'];

const help = `usage: npm run imports [-- FOLDER]

Checks the imports of ${folders.join(', ')} against .dependency-cruiser.cjs.

  FOLDER   check the same folders below FOLDER instead of this clone

exit codes: 0 no violation, otherwise the number of violations`;

function main(args: string[]): void {
  if (args.includes('--help')) {
    console.log(help);
    return;
  }
  const cwd = resolve(args[0] ?? root);
  // dependency-cruiser needs a newer Node.js than the rest of this project, so it runs on the one for handlers.
  const node = handlerNode(join(root, '.tools'));
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const options = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'err'];
  const present = folders.filter((folder) => existsSync(join(cwd, folder)));
  const { status } = spawnSync(node, [command, ...options, ...present], { cwd, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

main(process.argv.slice(2));
