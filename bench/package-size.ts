import { statSync } from 'node:fs';
import { TYPE_PACKAGE } from '../cli/registration/type-package';
import type { Row } from './row';

const LIMIT = 400 * 1024;

/** The size of the schema handler package. */
export function packageRows(): Row[] {
  const { size } = statSync(TYPE_PACKAGE);
  return [
    {
      name: 'package zip, bytes (reference: the bar)',
      ours: size,
      reference: LIMIT,
      ratio: size / LIMIT,
      bar: 'at most 400 KB',
      holds: size <= LIMIT,
    },
  ];
}
