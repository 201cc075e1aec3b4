import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from '../../cli/registration/zip';
import schema from '../../schema/token-injectable-docker-builder.json';

/** Writes a package of our type into a folder; another code makes it another package. */
export async function packageIn(folder: string, code = 'one'): Promise<string> {
  const file = join(folder, `${code}.zip`);
  const entries = {
    'schema.json': JSON.stringify(schema),
    '.rpdk-config': '{}',
    'ResourceProvider.zip': code,
  };
  const members = Object.entries(entries).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  writeFileSync(file, await zip(members));
  return file;
}
