// Bundles everything that runs as a process into dist/: the command, and the Node.js processes of the local engine.
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
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  await chmod(resolve(root, 'dist/docker-builder.js'), 0o755);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
