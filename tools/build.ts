// Bundles what runs as a process of its own into dist/: the command, and the local engine's Node.js processes.
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(__dirname, '..');

/** Output file in dist/ -> source. */
const entries = {
  'docker-builder': 'cli/main.ts',
  'local-host': 'local/server/main.ts',
  'handler-process': 'local/registry/handler-process.ts',
};

async function main(): Promise<void> {
  const present = Object.entries(entries).filter(([, source]) => existsSync(resolve(root, source)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  if (existsSync(resolve(root, 'dist/docker-builder.js')))
    await chmod(resolve(root, 'dist/docker-builder.js'), 0o755);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
