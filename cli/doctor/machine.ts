// What this machine has that the local engine needs.
import { dockerClient } from '../../local/engine/docker';
import { findLocalEngine } from '../local/engine';
import { type Finding, finding, missing, ok, optional } from './finding';

/** @param needed whether the commands go to the local engine */
export const checkDocker = (needed: boolean): Promise<Finding> =>
  finding('docker', async () => {
    const client = dockerClient();
    if (client !== undefined) return ok(`${client} reaches a daemon, and has buildx`);
    const lacks = 'no Docker client with buildx reaches a daemon';
    return needed ? missing(lacks, 'start Docker') : optional(lacks, 'start Docker; only --local needs it');
  });

export const checkEngine = (needed: boolean, start: string): Promise<Finding> =>
  finding('local engine', async () => {
    const engine = await findLocalEngine();
    if (engine !== undefined) return ok(`running on ${engine.endpoint}`);
    return needed
      ? missing('not running', start)
      : optional('not running', `${start}; only --local needs it`);
  });
