import type { FinishedImage } from '../ports/callback-context';
import { IMAGE_TAG, PROPERTIES_HASH, VARIABLE_PREFIX } from '../ports/codebuild';

/** The variable of the record that names the images before its own. */
const FINISHED = `${VARIABLE_PREFIX}FINISHED_IMAGES`;

/** How many images before its own the record remembers. */
const REMEMBERED = 2;

/** The image that a project's record names; it may not be finished yet. */
export function recordedImage(variables: Record<string, string>): FinishedImage | undefined {
  const { [PROPERTIES_HASH]: properties, [IMAGE_TAG]: tag } = variables;
  return properties === undefined || tag === undefined ? undefined : { properties, tag };
}

/** The finished images before it, newest first. */
export const finishedBefore = (variables: Record<string, string>): FinishedImage[] =>
  (variables[FINISHED] ?? '').split(' ').flatMap((entry) => {
    const [properties, tag] = entry.split(':');
    return properties && tag ? [{ properties, tag }] : [];
  });

/** The newest images that other properties gave. */
export const remembered = (images: FinishedImage[], properties: string): FinishedImage[] =>
  images.filter((image) => image.properties !== properties).slice(0, REMEMBERED);

export const finishedVariables = (properties: string, finished: FinishedImage[]): Record<string, string> => ({
  [PROPERTIES_HASH]: properties,
  ...(finished.length === 0
    ? {}
    : { [FINISHED]: finished.map((image) => `${image.properties}:${image.tag}`).join(' ') }),
});
