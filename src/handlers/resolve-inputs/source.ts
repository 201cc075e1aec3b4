import type { Run } from '../../parts/part';
import type { Desired } from '../../plan/desired';
import type { SourceIdentity } from '../../plan/fingerprint';
import { zipEntries } from './zip-entries';

export type CheckedSource = { source: SourceIdentity; version: string | undefined } | { problem: string };

/**
 * The build context is there, is a zip and holds the Dockerfile. Its identity is its content (ETag and size): the same
 * content under another key or version gives the same image. The version that was checked is the one that is built.
 */
export async function checkSource({ source, dockerfile }: Desired, run: Run): Promise<CheckedSource> {
  if ('inline' in source) return { source: { inline: source.inline }, version: undefined };
  const where = `s3://${source.bucket}/${source.key}${source.version === undefined ? '' : ` (version ${source.version})`}`;
  const head = await run.aws.s3.head(source);
  if (head === undefined) {
    return {
      problem: `Source: ${where} does not exist; upload the zip of the build context there, or let "docker-builder package" do it`,
    };
  }
  const pinned = { ...source, version: source.version ?? head.version };
  const entries = await zipEntries(head.size, (start, end) => run.aws.s3.range(pinned, start, end));
  if (entries === undefined) {
    return {
      problem: `Source: ${where} is not a zip archive (${head.size} bytes); upload the build context as a zip`,
    };
  }
  const path = dockerfile.replace(/^(\.\/)+/, '');
  if (!entries.includes(path))
    return { problem: `Dockerfile: "${dockerfile}" is not in ${where}; ${alternatives(entries)}` };
  return { source: { etag: head.etag, size: head.size }, version: pinned.version };
}

const MOST = 10;

function alternatives(entries: string[]): string {
  const found = entries.filter(
    (entry) =>
      /(^|\/)([^/]*\.)?(Docker|Container)file(\.[^/]*)?$/i.test(entry) && !entry.endsWith('.dockerignore'),
  );
  if (found.length === 0) return `the archive holds no Dockerfile among its ${entries.length} files`;
  const more = found.length > MOST ? ` and ${found.length - MOST} more` : '';
  return `the Dockerfiles that are there: ${found.slice(0, MOST).join(', ')}${more}`;
}
