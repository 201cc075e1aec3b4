import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { ZipWriter } from '../../../cli/context/zip-writer';
import { temporaryFolder } from '../../support/temporary-folder';

const scratch = temporaryFolder();

it('writes more members than a 16-bit number counts', async () => {
  const file = join(scratch.path, 'many.zip');
  const zip = new ZipWriter(file);
  for (let index = 0; index < 66_000; index++) {
    zip.add({ name: `f${index}`, mode: 0o100644, modified: 0 }, Buffer.alloc(0));
  }
  zip.finish();
  zip.close();
  const read = await fromBufferPromise(readFileSync(file), { lazyEntries: true });
  expect(read.entryCount).toBe(66_000);
  for await (const entry of read.eachEntry()) {
    expect(entry.fileName).toBe('f0');
    break;
  }
});
