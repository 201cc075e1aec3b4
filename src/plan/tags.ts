/** The prefix of the tags that name a resource's owner. */
export const OWNER_PREFIX = 'docker-builder:';

/** CodeBuild allows 50 tags a project; ours are among them. */
export const MAX_USER_TAGS = 46;

export type Tags = Record<string, string>;

export const isReserved = (key: string): boolean =>
  key.startsWith(OWNER_PREFIX) || key.toLowerCase().startsWith('aws:');

/** Tags as the model has them. */
export const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The tags that a user gave, of all that a resource carries. */
export const userTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !isReserved(key)));
