import { createHash, type Hash } from 'node:crypto';
import type { ContextEntry } from './context-entries';
import { pauses } from './pause';
import { readContent } from './read-content';

/** Bump when the zip of the same entries changes: objects are found by digest and not uploaded again. */
const FORMAT = 'docker-builder context 2';

/** An entry with the SHA-256 (hex) of a file's content. */
export type HashedEntry = ContextEntry & { sha256?: string };

export interface ContextDigest {
  entries: HashedEntry[];
  /** SHA-256 (hex) over paths, kinds, modes, link targets and contents, but not over times and owners. */
  digest: string;
}

/** Reads every file once, without keeping more than a part of it in memory. `report` gets the number of bytes read. */
export async function contextDigest(
  context: string,
  entries: readonly ContextEntry[],
  { report, signal }: { report?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<ContextDigest> {
  const hashed: HashedEntry[] = [];
  const whole = createHash('sha256').update(FORMAT);
  const pause = pauses(signal);
  let read = 0;
  const count = (bytes: number) => {
    read += bytes;
    report?.(read);
  };
  for (const entry of entries) {
    const sha256 =
      entry.kind === 'file' ? await drain(readContent(context, entry, signal), count) : undefined;
    const one = sha256 === undefined ? entry : { ...entry, sha256 };
    hashed.push(one);
    addEntry(whole, one);
    await pause();
  }
  return { entries: hashed, digest: whole.digest('hex') };
}

function addEntry(hash: Hash, entry: HashedEntry): void {
  const content = entry.kind === 'file' ? entry.sha256 : entry.kind === 'link' ? entry.target : '';
  hash.update(`\n${JSON.stringify([entry.kind, entry.path, entry.mode, content])}`);
}

async function drain(
  content: AsyncGenerator<Buffer, string>,
  count: (bytes: number) => void,
): Promise<string> {
  for (;;) {
    const next = await content.next();
    if (next.done) return next.value;
    count(next.value.length);
  }
}
