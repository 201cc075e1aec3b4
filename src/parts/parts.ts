import { buildLog } from './build-log';
import { cacheRepository } from './cache-repository';
import { image } from './image/image';
import { imageRepository } from './image-repository';
import type { Part } from './part';
import { project } from './project';

/**
 * What a builder consists of, in the order of creation; it is deleted in the reverse order. The project is the
 * record: created first, deleted last.
 */
export const parts: readonly Part[] = [project, buildLog, imageRepository, cacheRepository, image];
