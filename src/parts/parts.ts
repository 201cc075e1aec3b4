import { buildLog } from './build-log';
import { cacheRepository } from './cache-repository';
import { image } from './image/image';
import { imageRepository } from './image-repository';
import type { Part } from './part';
import { project } from './project';
import { publish } from './publish';
import { replicationRepositories } from './replication-repositories';
import { replicationRule } from './replication-rule';
import { replicationStatus } from './replication-status';

/**
 * What a builder consists of, in the order of creation; it is deleted in the reverse order. The project is the
 * record: created first, deleted last.
 */
export const parts: readonly Part[] = [
  project,
  buildLog,
  imageRepository,
  // Before the rule: where a repository is missing, ECR creates one with settings of its own.
  replicationRepositories,
  // Before the image: only what is pushed or tagged after it is replicated.
  replicationRule,
  cacheRepository,
  image,
  replicationStatus,
  publish,
];
