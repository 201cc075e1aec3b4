import { setTimeout } from 'node:timers/promises';
import { DEFAULT_PORT, endpointOf } from './endpoint';
import { type Engine, endEngine, engineOf } from './engine';
import { askInstance, ministackHealth } from './health';
import { belongsTo } from './processes';
import { type EngineState, readState } from './state-file';

/** A busy machine delays an answer: how long one is waited for while the engine's processes are running. */
const PATIENCE = 60_000;
const ONE_TRY = 5_000;
const PAUSE = 100;

/**
 * Finds the engine on a port, also one that another process started. A busy engine is waited for.
 * @throws Error when its processes are running but do not answer
 */
export async function findEngine(port = DEFAULT_PORT): Promise<Engine | undefined> {
  const state = readState(port);
  if (state === undefined) return undefined;
  const until = Date.now() + PATIENCE;
  while (isRunning(state)) {
    if ((await askInstance(ministackHealth(endpointOf(port)), ONE_TRY)) === state.instance)
      return engineOf(state);
    if (Date.now() > until)
      throw new Error(
        `the local engine on port ${port} does not answer: stop it with docker-builder local down --port ${port}`,
      );
    await setTimeout(PAUSE);
  }
  return undefined;
}

/** Ends the engine on a port with everything that it started; whether there was one. */
export async function stopEngine(port = DEFAULT_PORT): Promise<boolean> {
  const state = readState(port);
  if (state === undefined) return false;
  const running = state.pids.some((pid) => belongsTo(pid, state.instance));
  await endEngine(state);
  return running;
}

/** An engine of which one half has ended is of no use. */
const isRunning = ({ pids, instance }: EngineState): boolean => pids.every((pid) => belongsTo(pid, instance));
