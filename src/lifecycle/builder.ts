import { buildLog } from '../parts/build-log';
import { cacheRepository } from '../parts/cache-repository';
import { image } from '../parts/image';
import { imageRepository } from '../parts/image-repository';
import type { Part } from '../parts/part';
import { project } from '../parts/project';

/**
 * What a builder is made of, in the order in which it comes about; it goes in the reverse order. The project is the
 * record: first to be made, last to be removed.
 */
export const parts: readonly Part[] = [project, buildLog, imageRepository, cacheRepository, image];
