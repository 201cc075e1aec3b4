import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TYPE_NAME } from '../../cli/type-name';

/** Writes the template and its build context, with the run's name of the type, into a temporary folder. */
export function writeApp(typeName: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const template = readFileSync(join(__dirname, 'template.yaml'), 'utf8');
  writeFileSync(join(folder, 'template.yaml'), template.replaceAll(TYPE_NAME, typeName));
  cpSync(join(__dirname, 'context'), join(folder, 'context'), { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
