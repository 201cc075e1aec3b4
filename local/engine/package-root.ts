import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The package's own folder, from its sources as from dist/. */
export const packageRoot = above(__dirname);

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
