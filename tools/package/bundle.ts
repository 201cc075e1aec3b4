import { build, type Plugin } from 'esbuild';

export interface Bundle {
  code: Buffer;
  /** The largest packages, largest first. */
  largest: { name: string; bytes: number }[];
}

/** The official library's index loads all of SDK v2, which the handlers never use. */
export const withoutSdk2: Plugin = {
  name: 'without-sdk-v2',
  setup(options) {
    options.onResolve({ filter: /^aws-sdk(\/|$)/ }, (args) => ({ path: args.path, namespace: 'nothing' }));
    options.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** The handlers as one minified CommonJS file for nodejs22.x. */
export async function bundleHandlers(root: string): Promise<Bundle> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['src/handlers.ts'],
    outfile: 'dist/handlers.js',
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    metafile: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    plugins: [withoutSdk2],
  });
  const inputs = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of inputs) {
    const name = packageOf(path);
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...sizes].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
  return { code: Buffer.from(result.outputFiles[0]?.contents ?? []), largest: largest.slice(0, 8) };
}

function packageOf(path: string): string {
  const inside = path.split('node_modules/').at(-1) as string;
  if (inside === path) return path.split('/').slice(0, 2).join('/');
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
}
