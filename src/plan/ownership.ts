import { createHash } from 'node:crypto';
import { OWNER_PREFIX, type Tags } from './tags';

/** Who created a builder: kept as tags on its project and repositories, so that a create tried again knows its own. */
export interface Owner {
  stackId: string | undefined;
  logicalId: string | undefined;
  /** The create request's token. */
  token: string;
}

/** On the project and on every repository: the builder that it belongs to. */
const BUILDER = `${OWNER_PREFIX}builder`;
const STACK_ID = `${OWNER_PREFIX}stack-id`;
const LOGICAL_ID = `${OWNER_PREFIX}logical-id`;
const REQUEST = `${OWNER_PREFIX}request`;

/**
 * What a replica belongs to: in its own Region a builder of the same name would have a repository of the same name, and
 * neither may take the other's.
 */
export const replicaOwner = (builder: string, region: string): string => `${builder}@${region}`;

/** The builder that an owner tag names, with its Region if it is a replica's. */
export function placeOfOwner(owner: string): { builder: string; region: string | undefined } {
  const [builder = '', region] = owner.split('@');
  return { builder, region };
}

/** Without an owner (an update, by anyone) only the builder is named. */
export const ownerTags = (builder: string, owner: Owner | undefined): Tags => ({
  [BUILDER]: builder,
  ...(owner === undefined
    ? {}
    : {
        [STACK_ID]: owner.stackId ?? '',
        [LOGICAL_ID]: owner.logicalId ?? '',
        // A bearer token must not be readable by anyone who may list tags: its hash identifies a request as well.
        [REQUEST]: createHash('sha256').update(owner.token).digest('hex').slice(0, 32),
      }),
});

/** On a repository that a builder uses and did not create: it is never deleted, whatever becomes of the builder. */
const ADOPTED = `${OWNER_PREFIX}adopted`;

/** What an adopted repository gets; nothing of this says who created it. */
export const adoptionTags = (builder: string): Tags => ({ [BUILDER]: builder, [ADOPTED]: 'true' });

export const isAdopted = (tags: Tags): boolean => tags[ADOPTED] !== undefined;

/** The builder that a resource with these tags belongs to; undefined: none of ours. */
export const builderOf = (tags: Tags): string | undefined => tags[BUILDER];

/** Whether a resource with these tags is this builder's; with an owner, created by this very request. */
export const belongsTo = (tags: Tags, builder: string, owner?: Owner | undefined): boolean =>
  Object.entries(ownerTags(builder, owner)).every(([key, value]) => tags[key] === value);

/** The name of the stack in its id (`arn:...:stack/<name>/<uuid>`). */
const stackNameOf = (stackId: string | undefined): string | undefined => stackId?.split('/')[1];

/** Whether a resource with these tags was created for the same resource of a stack of the same name. */
export function hasSameOrigin(tags: Tags, owner: Owner): boolean {
  const stack = stackNameOf(owner.stackId);
  return (
    stack !== undefined &&
    owner.logicalId !== undefined &&
    stackNameOf(tags[STACK_ID]) === stack &&
    tags[LOGICAL_ID] === owner.logicalId
  );
}

/** Whether the same create created both. */
export const wereCreatedTogether = (one: Tags, other: Tags): boolean =>
  one[REQUEST] !== undefined && one[REQUEST] === other[REQUEST] && one[STACK_ID] === other[STACK_ID];

/** The tags of a resource that is taken up by a builder: who created it stays as it is. */
export const takeUp = (tags: Tags, builder: string): Tags => ({ ...tags, [BUILDER]: builder });

/** The owner remains whoever created the builder, not who updates it: owner tags on the resource win. */
export const keepOwner = (desired: Tags, actual: Tags): Tags => ({
  ...desired,
  ...Object.fromEntries(Object.entries(actual).filter(([key]) => key.startsWith(OWNER_PREFIX))),
});
