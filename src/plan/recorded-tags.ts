import { createHash } from 'node:crypto';
import { VARIABLE_PREFIX } from '../ports/codebuild';
import type { Tags } from './tags';

/** The variable that records which tags a builder should have: the project and the repository have them alike. */
const TAGS_HASH = `${VARIABLE_PREFIX}TAGS_HASH`;

export const tagVariables = (tags: Tags): Record<string, string> =>
  Object.keys(tags).length === 0 ? {} : { [TAGS_HASH]: hashOf(tags) };

/** The tags that READ returns where the project's and the repository's differ: those that somebody has changed. */
export function changedTags(variables: Record<string, string>, project: Tags, repository: Tags): Tags {
  const recorded = variables[TAGS_HASH];
  if (hashOf(project) === recorded) return repository;
  return hashOf(repository) === recorded || recorded === undefined ? project : { ...repository, ...project };
}

const hashOf = (tags: Tags): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest('hex')
    .slice(0, 16);
