import { createHash } from 'node:crypto';

/** Who made a builder: kept as tags on its project and repositories, so that a create tried again knows its own. */
export interface Owner {
  stackId: string | undefined;
  logicalId: string | undefined;
  /** The create request's token. */
  token: string;
}

const PREFIX = 'docker-builder:';

/** On the project and on every repository: whose it is. */
export const BUILDER_TAG = `${PREFIX}builder`;

/** CodeBuild allows 50 tags a project; ours are among them. */
export const MAX_USER_TAGS = 46;

export type Tags = Record<string, string>;

/** Without an owner (an update, whoever made the builder) only whose the resource is. */
export const ownerTags = (builder: string, owner: Owner | undefined): Tags => ({
  [BUILDER_TAG]: builder,
  ...(owner === undefined
    ? {}
    : {
        [`${PREFIX}stack-id`]: owner.stackId ?? '',
        [`${PREFIX}logical-id`]: owner.logicalId ?? '',
        // A bearer token is not to be read by whoever may list tags: its hash tells one request from another as well.
        [`${PREFIX}request`]: createHash('sha256').update(owner.token).digest('hex').slice(0, 32),
      }),
});

export function isOwnedBy(tags: Tags, builder: string, owner: Owner): boolean {
  return Object.entries(ownerTags(builder, owner)).every(([key, value]) => tags[key] === value);
}

export const isReserved = (key: string) => key.startsWith(PREFIX) || key.toLowerCase().startsWith('aws:');

/** The tags that a user gave, of all that a resource carries. */
export const userTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !isReserved(key)));

/** The owner's tags among all that a resource carries. */
export const keptOwnerTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith(PREFIX)));
