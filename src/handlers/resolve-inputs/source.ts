import { posix } from 'node:path';
import type { Desired } from '../../plan/desired';
import type { SourceIdentity } from '../../plan/fingerprint';
import type { Run } from '../../ports/run';
import { BucketElsewhere, type ObjectTail } from '../../ports/s3';
import { type Archive, type ArchiveProblem, readArchive, TAIL } from './archive';

interface SourceFacts {
  source: SourceIdentity;
  /** The version of the source object that was checked; undefined where its bucket keeps none. */
  version: string | undefined;
  /** The Dockerfile's text, where it could be read. */
  dockerfile: string | undefined;
}

export type CheckedSource = SourceFacts | { problem: string };

/**
 * The build context is there, is a zip and contains the Dockerfile. Its identity is its content: the same files under
 * another key or version give the same image. The version that was checked is the one that is built.
 */
export async function checkSource({ source, dockerfile }: Desired, run: Run): Promise<CheckedSource> {
  if ('inline' in source)
    return { source: { inline: source.inline }, version: undefined, dockerfile: source.inline };
  const { bucket, key, version } = source;
  const where = `s3://${bucket}/${key}${version === undefined ? '' : ` (version ${version})`}`;
  if (key.endsWith('/'))
    return { problem: `Source: ${where} is a folder; upload the build context as a zip` };
  const end = await endOf(source, run);
  if (end === undefined) {
    return {
      problem: `Source: ${where} does not exist; upload the zip of the build context there, or let "docker-builder package" do it`,
    };
  }
  if ('problem' in end) return end;
  const pinned = { bucket, key, version: version ?? end.version };
  const archive = await readArchive(end, posix.normalize(dockerfile), (from, to) =>
    run.aws.s3.range(pinned, from, to),
  );
  if (typeof archive === 'string' || !('contents' in archive))
    return { problem: `Source: ${where} ${describe(archive, end.size)}` };
  if (!archive.hasDockerfile)
    return { problem: `Dockerfile: "${dockerfile}" is not in ${where}; ${alternatives(archive)}` };
  return { source: { contents: archive.contents }, version: pinned.version, dockerfile: archive.dockerfile };
}

async function endOf(
  source: { bucket: string; key: string; version: string | undefined },
  run: Run,
): Promise<ObjectTail | undefined | { problem: string }> {
  try {
    return await run.aws.s3.tail(source, TAIL);
  } catch (error) {
    if (!(error instanceof BucketElsewhere)) throw error;
    return {
      problem: `Source: the bucket "${source.bucket}" is in ${error.region}; CodeBuild reads only buckets in its Region: use a bucket in the stack's Region`,
    };
  }
}

function describe(problem: ArchiveProblem, size: number): string {
  if (problem === 'not a zip')
    return `is not a zip archive, or is damaged (${size} bytes); upload the build context as a zip`;
  if ('tooLarge' in problem)
    return `lists too many files: its directory has ${Math.round(problem.tooLarge / 1024 / 1024)} MiB; exclude files that the build does not need (.dockerignore)`;
  if ('encrypted' in problem)
    return `contains the encrypted entry ${JSON.stringify(problem.encrypted)}; create the zip without a password`;
  return `contains the entry ${JSON.stringify(problem.escaping)}, ${problem.why}; create the zip with paths relative to the build context`;
}

const MOST = 10;

function alternatives({ dockerfiles, files }: Archive): string {
  if (dockerfiles.length === 0) return `the archive contains no Dockerfile among its ${files} files`;
  const more = dockerfiles.length > MOST ? ` and ${dockerfiles.length - MOST} more` : '';
  return `the Dockerfiles in it: ${dockerfiles.slice(0, MOST).join(', ')}${more}`;
}
