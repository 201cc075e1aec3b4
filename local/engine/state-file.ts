import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What is recorded of a running engine. */
export interface EngineState {
  port: number;
  /** Distinguishes this engine from every other one: an argument of its processes, and part of its health. */
  instance: string;
  /** The Node.js half, then MiniStack. */
  pids: number[];
}

export const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docker-builder');

export const logFile = (port: number): string => join(cacheFolder(), `engine-${port}.log`);

const stateFile = (port: number): string => join(cacheFolder(), `engine-${port}.json`);

/** The engine that was last started on a port; it may have ended since. */
export function readState(port: number): EngineState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(port), 'utf8')) as Partial<EngineState>;
    return typeof state.instance === 'string' && Array.isArray(state.pids)
      ? { port, instance: state.instance, pids: state.pids }
      : undefined;
  } catch {
    return undefined;
  }
}

export function writeState(state: EngineState): void {
  mkdirSync(cacheFolder(), { recursive: true });
  const draft = `${stateFile(state.port)}.${state.instance}`;
  writeFileSync(draft, JSON.stringify(state));
  renameSync(draft, stateFile(state.port));
}

/** Another engine may have recorded its state in the meantime: that stays. */
export function removeState({ port, instance }: EngineState): void {
  if (readState(port)?.instance === instance) rmSync(stateFile(port), { force: true });
}
