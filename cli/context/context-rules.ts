import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ContextRules } from './context-entries';
import { followFile } from './dockerfile-path';
import { looksLikeDockerfile } from './dockerfiles';
import { fileFailure } from './file-failure';
import { commonRules, type IgnoreRules, ignoreRules } from './ignore-rules';

/** What is known about the Dockerfile that will be built. */
export interface DockerfileChoice {
  /** The paths that it may have, relative to the context; empty when nothing is known. */
  paths: readonly string[];
  /** Whether it is certainly one of these. */
  certain: boolean;
}

/**
 * Which paths of a context are ignored, and which are kept because the build reads them: the Dockerfile, its ignore
 * file and the links on the way to them. As long as the Dockerfile is not certain, every file that could be one is kept,
 * and if nothing is known about it, only what each of their ignore files ignores is left out.
 */
export function contextRules(context: string, { paths, certain }: DockerfileChoice): ContextRules {
  const candidates = paths.length > 0 ? paths : findDockerfiles(context);
  const kept = new Set<string>();
  const rules: IgnoreRules[] = [];
  for (const path of candidates.length > 0 ? candidates : ['Dockerfile']) {
    const file = followFile(context, path);
    if ('paths' in file) for (const step of file.paths) kept.add(step);
    const ignoreFile = findIgnoreFile(context, path);
    for (const step of ignoreFile.paths) kept.add(step);
    rules.push(ignoreFile.rules);
  }
  return {
    ignores: commonRules(rules),
    keeps: (path) => kept.has(path) || (!certain && isBuildInput(path)),
    kept,
  };
}

/**
 * `<Dockerfile>.dockerignore` next to the Dockerfile takes precedence over `.dockerignore` at the root of the context.
 * https://docs.docker.com/build/concepts/context/#filename-and-location
 */
function findIgnoreFile(context: string, dockerfile: string): { paths: string[]; rules: IgnoreRules } {
  for (const path of [`${dockerfile}.dockerignore`, '.dockerignore']) {
    const file = followFile(context, path);
    const last = 'paths' in file ? file.paths.at(-1) : undefined;
    const text = last === undefined ? undefined : readText(context, last);
    if ('paths' in file && text !== undefined) return { paths: file.paths, rules: ignoreRules(text, path) };
  }
  return { paths: [], rules: ignoreRules('', '.dockerignore') };
}

function readText(context: string, path: string): string | undefined {
  try {
    return readFileSync(join(context, path), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code)))
      return undefined;
    throw fileFailure(error, path);
  }
}

/** Everywhere, as no rule is certain yet. A folder that can't be read is left to the walk that follows the rules. */
function findDockerfiles(context: string, folder = ''): string[] {
  try {
    return readdirSync(join(context, folder), { withFileTypes: true }).flatMap((child) => {
      const path = posix.join(folder, child.name);
      if (child.isDirectory()) return findDockerfiles(context, path);
      return looksLikeDockerfile(path) ? [path] : [];
    });
  } catch {
    return [];
  }
}

const isBuildInput = (path: string) => looksLikeDockerfile(path) || path.endsWith('.dockerignore');
