import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { badInput } from '../exit-code';
import { type ContextEntry, contextEntries } from './context-entries';
import { contextRules, type DockerfileChoice } from './context-rules';
import { requireDockerfile } from './dockerfiles';
import { shown } from './file-failure';

/** A folder that a builder names as its build context. */
export interface ContextFolder {
  logicalId: string;
  /** Absolute path. */
  folder: string;
  /** As it is in the template: for messages. */
  written: string;
  dockerfile: DockerfileChoice;
}

/** What the folder's context consists of. Throws when it lacks the Dockerfile that will be built. */
export async function listContext(context: ContextFolder, signal?: AbortSignal): Promise<ContextEntry[]> {
  await requireFolder(context);
  const { folder, written, dockerfile } = context;
  const paths = dockerfile.paths.map((path) => pathInContext(path, written));
  const entries = await contextEntries(folder, contextRules(folder, { ...dockerfile, paths }), signal);
  const [only] = paths;
  if (dockerfile.certain && paths.length === 1 && only !== undefined) {
    requireDockerfile(entries, only, { folder, written });
  }
  return entries;
}

/** `docker//Dockerfile` and `docker/../Dockerfile` mean what they mean for `docker build --file`. */
function pathInContext(dockerfile: string, written: string): string {
  const path = posix.normalize(dockerfile);
  if (path.startsWith('/') || path === '..' || path.startsWith('../')) {
    throw badInput(
      `Dockerfile "${dockerfile}" is outside the folder ${written}: a build has access to that folder only`,
    );
  }
  return path;
}

/** Throws when the folder can't be a build context; costs nothing. */
export async function requireFolder({ folder, written }: ContextFolder): Promise<void> {
  if (written === '') throw badInput('Source is empty: name the folder that contains the Dockerfile');
  const found = await stat(folder).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'EACCES') throw badInput(`the folder ${shown(written)} can't be read (permission denied)`);
    return undefined;
  });
  if (found === undefined) {
    throw badInput(`there is no folder ${shown(written)} (looked for ${shown(folder)})${hint(written)}`);
  }
  if (!found.isDirectory()) {
    throw badInput(`Source ${shown(written)} is a file: name the folder that contains the Dockerfile`);
  }
}

function hint(written: string): string {
  if (written.startsWith('~')) return ': "~" is not expanded in a template, write the path in full';
  if (/^(s3|https?):\/\//.test(written)) return ': name an object in S3 as {S3Bucket, S3Key}';
  if (/\$\{.*\}/.test(written)) return ': variables are not replaced in the path of a folder';
  return '';
}
