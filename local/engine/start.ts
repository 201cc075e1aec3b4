import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDocker } from '../prerequisites/docker';
import { requireTools } from '../prerequisites/tools';
import { DEFAULT_PORT, endpointOf } from './endpoint';
import { type Engine, endEngine, engineOf } from './engine';
import { type Start, startMinistack, startNodeHalf } from './halves';
import { ministackHealth, nodeHealth, portTaken, waitForHealth } from './health';
import { packageRoot } from './package-root';
import { freePort, isFree } from './ports';
import { belongsTo } from './processes';
import { cacheFolder, logFile, readState, writeState } from './state-file';

export interface EngineOptions {
  /** Default: 4566. */
  port?: number;
  /** Keeps running when this process ends; otherwise it ends with it. */
  detached?: boolean;
  /** The endpoint that handlers use, if not the engine's own: a proxy in front of it. */
  handlerEndpoint?: string;
  /** Enforces IAM, as AWS does. Default: whether AUTH is "true" in the environment. */
  iam?: boolean | undefined;
  /** More environment for both halves. */
  env?: Record<string, string>;
  /** Receives what happens, one line at a time. */
  log?: (line: string) => void;
  /** Ends a start that has not finished, and what it has started. */
  signal?: AbortSignal;
}

/**
 * Starts an AWS endpoint on the loopback interface: MiniStack with the plug-in, and the Node.js half.
 * @throws Error that says what is missing: a free port, Python, Docker
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { port = DEFAULT_PORT, detached = false, log = () => {}, signal } = options;
  await requirePort(port);
  const docker = findDocker();
  if (docker === undefined)
    throw new Error('no Docker engine with buildx answers: start Docker and try again');
  signal?.throwIfAborted();
  const tools = await requireTools(packageRoot, join(cacheFolder(), 'tools'), log);
  signal?.throwIfAborted();
  const start: Start = {
    port,
    hostPort: await freePort(),
    instance: randomUUID(),
    docker,
    tools,
    detached,
    output: openLog(port),
    handlerEndpoint: options.handlerEndpoint,
    iam: enforcesIam(options.iam),
    secret: randomBytes(32).toString('hex'),
    env: options.env,
  };
  const halves = [startNodeHalf(start), startMinistack(start)] as const;
  const state = { port, instance: start.instance, pids: halves.flatMap(({ pid }) => pid ?? []) };
  try {
    const healthy = Promise.all([
      waitForHealth(nodeHealth(endpointOf(start.hostPort)), halves[0], state),
      waitForHealth(ministackHealth(endpointOf(port)), halves[1], state),
    ]);
    await (signal === undefined ? healthy : Promise.race([healthy, abortOf(signal)]));
  } catch (error) {
    await endEngine(state);
    throw error;
  }
  // When one half ends, the other is of no use.
  for (const half of halves) half.once('exit', () => void endEngine(state));
  writeState(state);
  log(`the local engine answers on ${endpointOf(port)}`);
  if (detached) for (const half of halves) half.unref();
  return engineOf(state);
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** MiniStack's own switch counts too. */
export const enforcesIam = (option: boolean | undefined): boolean => option ?? process.env.AUTH === 'true';

/** Fails early, before anything is installed; what remains of an engine that lost one half is ended. */
async function requirePort(port: number): Promise<void> {
  const before = readState(port);
  if (before?.pids.some((pid) => !belongsTo(pid, before.instance))) await endEngine(before);
  if (!(await isFree(port))) throw portTaken(port);
}

/** For appending: another engine that takes the port at the same time does not overwrite it. */
function openLog(port: number): number {
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(logFile(port), '');
  return openSync(logFile(port), 'a');
}
