import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { zip } from '../../cli/registration/zip';
import { withoutSdk2 } from '../../tools/package/bundle';

export const RUNTIMES = ['ours', 'official', 'community'] as const;
export type Runtime = (typeof RUNTIMES)[number];

const entries = resolve(__dirname, 'entries');

/** A runtime with the same handlers and the same clients, bundled like our package. */
export interface RuntimeBundle {
  path: string;
  /** Bytes, deflated. */
  zipped: number;
}

/** @param folder where the bundles go */
export async function bundleRuntimes(folder: string): Promise<Record<Runtime, RuntimeBundle>> {
  mkdirSync(folder, { recursive: true });
  const bundles = await Promise.all(
    RUNTIMES.map(async (runtime) => {
      const path = join(folder, `${runtime}.js`);
      await build({
        entryPoints: [join(entries, `${runtime}.${runtime === 'community' ? 'mts' : 'ts'}`)],
        outfile: path,
        bundle: true,
        minify: true,
        // The official runtime derives error codes from class names.
        keepNames: runtime === 'official',
        platform: 'node',
        target: 'node22',
        format: 'cjs',
        legalComments: 'none',
        // The community's runtime is written for ES modules.
        define: { 'import.meta.url': 'moduleUrl' },
        banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
        logLevel: 'error',
        mainFields: ['module', 'main'],
        plugins: runtime === 'official' ? [] : [withoutSdk2],
      });
      const { length: zipped } = await zip([{ name: 'dist/handlers.js', content: readFileSync(path) }]);
      return [runtime, { path, zipped }] as const;
    }),
  );
  return Object.fromEntries(bundles) as Record<Runtime, RuntimeBundle>;
}
