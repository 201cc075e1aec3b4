import type { ResolvedBuilder } from '../../plan/desired';

type Tagged = Pick<ResolvedBuilder, 'imageTag' | 'platformTags'>;

/** The tag that a platform's build pushes: the image's, or one of its own where an index puts several together. */
export const tagFor = ({ imageTag, platformTags }: Tagged, platform: string): string =>
  platformTags?.[platform] ?? imageTag;

/** Every tag that the builds of this image push. */
export const builtTags = ({ imageTag, platformTags }: Tagged): string[] => [
  imageTag,
  ...Object.values(platformTags ?? {}),
];
