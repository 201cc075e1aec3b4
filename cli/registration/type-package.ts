import { resolve } from 'node:path';
import { packageRoot } from '../../local/engine/package-root';

/** The schema handler package of our type: built in a clone, and part of the npm package. `cfn submit` empties build/. */
export const TYPE_PACKAGE = resolve(packageRoot, 'dist/token-injectable-docker-builder.zip');
