// Benchmarks this project against the alternatives in one run: machines are noisy, ratios less so.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleHandlers } from '../tools/package/bundle';
import { cacheRows } from './cache';
import { contextRows } from './context';
import { deployRows } from './deploy';
import { packageRows } from './package-size';
import type { Row } from './row';
import { runtimeRows } from './runtime/rows';
import { validationRows } from './validation';
import { waitingRows } from './waiting';

const root = resolve(__dirname, '..');

const help = `usage: npm run bench

Prints a table and writes bench/results.json ([{name, ours, reference, community, ratio, bar, holds}]); exit code 1 if a bar is missed.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(help);
  for (const tool of ['build', 'package'])
    execFileSync(join(root, 'node_modules/.bin/tsx'), [`tools/${tool}.ts`], { cwd: root, stdio: 'ignore' });
  const { largest } = await bundleHandlers(root);
  console.log('the largest modules of our bundle:');
  for (const { name, bytes } of largest)
    console.log(
      `${Math.round(bytes / 1024)
        .toString()
        .padStart(6)} KB  ${name}`,
    );
  console.log('measuring three runtimes side by side (about a minute)');
  const ofRuntime = await runtimeRows();
  console.log('deploying and building side by side (about a minute)');
  const rows: Row[] = [
    ...ofRuntime,
    ...(await deployRows()),
    ...(await cacheRows()),
    ...(await contextRows()),
    ...(await validationRows()),
    ...(await waitingRows()),
    ...packageRows(),
  ];
  const round = (value: number) => Math.round(value * 1000) / 1000;
  console.table(
    rows.map(({ name, ours, reference, community, ratio, bar, holds }) => ({
      name,
      ours: round(ours),
      reference: round(reference),
      community: community === undefined ? '' : round(community),
      ratio: round(ratio),
      bar,
      holds,
    })),
  );
  writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(rows, null, 2)}\n`);
  process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exit(1);
});
