import { findDocker } from '../prerequisites/docker';

/** The Docker client that an engine builds with; undefined when none has buildx and reaches a daemon. */
export const dockerClient = (): string | undefined => findDocker();
