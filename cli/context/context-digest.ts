import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ContextEntry } from './context-entries';

/** Bump when the zip of the same entries changes: objects are found by digest and not uploaded again. */
const FORMAT = 'docker-builder context 1';

/** An entry with the SHA-256 (hex) of a file's content. */
export type HashedEntry = ContextEntry & { sha256?: string };

export interface ContextDigest {
  entries: HashedEntry[];
  /** SHA-256 (hex) over paths, kinds, modes, link targets and contents; times and owners are not in it. */
  digest: string;
}

/** Reads every file once, a few side by side, without holding any as a whole in memory. */
export async function contextDigest(
  context: string,
  entries: readonly ContextEntry[],
): Promise<ContextDigest> {
  const hashed: HashedEntry[] = [...entries];
  let next = 0;
  const worker = async () => {
    while (next < hashed.length) {
      const index = next++;
      const entry = hashed[index];
      if (entry?.kind === 'file') {
        hashed[index] = { ...entry, sha256: await fileDigest(join(context, entry.path)) };
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const whole = createHash('sha256').update(FORMAT);
  for (const entry of hashed) addEntry(whole, entry);
  return { entries: hashed, digest: whole.digest('hex') };
}

function addEntry(hash: Hash, entry: HashedEntry): void {
  const content = entry.kind === 'file' ? entry.sha256 : entry.kind === 'link' ? entry.target : '';
  hash.update(`\n${JSON.stringify([entry.kind, entry.path, entry.mode, content])}`);
}

async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
