import { buildLog } from './build-log';
import { cacheRepository } from './cache-repository';
import { image } from './image/image';
import { imageRepository } from './image-repository';
import type { Part } from './part';
import { project } from './project';

/**
 * What a builder is made of, in the order in which it comes about; it goes in the reverse order. The project is the
 * record: first to be made, last to be removed.
 */
export const parts: readonly Part[] = [project, buildLog, imageRepository, cacheRepository, image];
