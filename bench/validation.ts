import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { zip } from '../cli/registration/zip';
import { readArchive, TAIL } from '../src/handlers/resolve-inputs/archive';
import type { Row } from './row';

const FILES = 10_000;
/** Milliseconds that S3 takes for a request from within its Region, generously. */
const LATENCY = 20;

/** What the handler needs to validate a context of many files, before anything is created. */
export async function validationRows(): Promise<Row[]> {
  const archive = await zip([{ name: 'Dockerfile', content: Buffer.from('FROM scratch\n') }, ...files()]);
  let requests = 0;
  const request = async (start: number, end: number): Promise<Uint8Array> => {
    requests += 1;
    await sleep(LATENCY);
    return archive.subarray(start, end + 1);
  };
  const from = performance.now();
  const size = archive.length;
  const tail = await request(Math.max(0, size - TAIL), size - 1);
  const found = await readArchive({ size, version: undefined, bytes: tail }, 'Dockerfile', request);
  const seconds = (performance.now() - from) / 1000;
  if (typeof found === 'string' || !('contents' in found)) throw new Error('the archive was not read');
  return [
    bounded(`validate a context of ${FILES} files: S3 requests (reference: the bar)`, requests, 3),
    bounded(
      `validate a context of ${FILES} files, ${LATENCY} ms a request, s (reference: the bar)`,
      seconds,
      1,
    ),
  ];
}

const files = () =>
  Array.from({ length: FILES }, (_, index) => ({
    name: `node_modules/some-package-${index % 200}/lib/a-file-with-quite-a-long-name-${index}.js`,
    content: Buffer.from(`module.exports = ${index};\n`),
  }));

const bounded = (name: string, ours: number, bar: number): Row => ({
  name,
  ours,
  reference: bar,
  ratio: ours / bar,
  bar: `at most ${bar}`,
  holds: ours <= bar,
});
