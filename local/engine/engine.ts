import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { findDocker } from '../prerequisites/docker';
import { requireTools } from '../prerequisites/tools';
import { packageRoot } from './package-root';
import { registerTypes } from './register-types';

export const DEFAULT_PORT = 4566;
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

export interface EngineOptions {
  /** Default: 4566. */
  port?: number;
  /** Schema handler packages to register at the start. */
  types?: string[];
  /** Goes on when this process ends; otherwise it ends with it. */
  detached?: boolean;
  /** Where handlers find the endpoint, when not at its own URL: a proxy before it. */
  handlerEndpoint?: string;
  /** More environment for both halves. */
  env?: Record<string, string>;
  /** Told what happens, a line each. */
  log?: (line: string) => void;
}

export interface Engine {
  readonly endpoint: string;
  readonly port: number;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** What a shell or an SDK needs to talk to an engine. */
export const engineEnvironment = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

const cache = () => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docker-builder');
const stateFile = (port: number) => join(cache(), `engine-${port}.json`);
export const logFile = (port: number): string => join(cache(), `engine-${port}.log`);

/**
 * Starts one AWS endpoint on the loopback interface: MiniStack with the plug-in, and the Node.js half beside it.
 * @throws Error that says what is missing: a free port, Python, Docker
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { port = DEFAULT_PORT, types = [], detached = false, log = () => {} } = options;
  if (!(await isFree(port))) {
    throw new Error(
      `port ${port} is taken: an engine may be running already (docker-builder local status), or choose another with --port`,
    );
  }
  const docker = findDocker();
  if (docker === undefined)
    throw new Error('no Docker engine with buildx answers: start Docker and try again');
  const tools = await requireTools(packageRoot, join(cache(), 'tools'), log);
  const endpoint = `http://127.0.0.1:${port}`;
  const hostPort = await freePort();
  mkdirSync(cache(), { recursive: true });
  const output = openSync(logFile(port), 'w');
  const stdio: ['pipe' | 'ignore', number, number] = [detached ? 'ignore' : 'pipe', output, output];
  const env = {
    ...plainEnvironment(),
    ...engineEnvironment(endpoint),
    ENGINE_ENDS_WITH_STDIN: detached ? '' : '1',
    ...options.env,
  };

  const node = spawn(process.execPath, [join(packageRoot, 'dist/local-host.js')], {
    stdio,
    detached,
    env: {
      ...env,
      ENGINE_SETTINGS: JSON.stringify({
        port: hostPort,
        endpoint,
        handlerEndpoint: options.handlerEndpoint ?? endpoint,
        account: ACCOUNT,
        region: REGION,
        node: tools.node,
        tools: [dirname(docker), tools.bin],
        models: tools.models,
      }),
    },
  });
  const python = spawn(tools.python, [join(packageRoot, 'local/ministack_plugin/main.py')], {
    stdio,
    detached,
    env: {
      ...env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
      LOG_LEVEL: 'WARNING',
      ENGINE_NODE_HOST: `http://127.0.0.1:${hostPort}`,
    },
  });
  const halves = [node, python];
  const stop = () => stopHalves(halves, port);
  try {
    await Promise.all([
      healthy(`http://127.0.0.1:${hostPort}/health`, node, port),
      healthy(`${endpoint}/_localstack/health`, python, port),
    ]);
    // When one half ends, the other is of no use.
    for (const half of halves) half.once('exit', () => void stop());
    writeFileSync(stateFile(port), JSON.stringify({ port, pids: halves.map(({ pid }) => pid) }));
    log(`the local engine answers on ${endpoint}`);
    await registerTypes(endpoint, types, log);
  } catch (error) {
    await stop();
    throw error;
  }
  if (detached) for (const half of halves) half.unref();
  return { endpoint, port, pids: halves.flatMap(({ pid }) => pid ?? []), stop };
}

/** The engine that answers on a port, whoever started it. */
export async function findEngine(port = DEFAULT_PORT): Promise<Engine | undefined> {
  if (!existsSync(stateFile(port))) return undefined;
  const { pids } = JSON.parse(await readFile(stateFile(port), 'utf8')) as { pids: number[] };
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await answers(`${endpoint}/_localstack/health`)) || !pids.some(isAlive)) return undefined;
  return { endpoint, port, pids, stop: () => stopPids(pids, port) };
}

/** Ends the engine on a port with everything that it started; whether there was one. */
export async function stopEngine(port = DEFAULT_PORT): Promise<boolean> {
  if (!existsSync(stateFile(port))) return false;
  const { pids } = JSON.parse(readFileSync(stateFile(port), 'utf8')) as { pids: number[] };
  const running = pids.some(isAlive);
  await stopPids(pids, port);
  return running;
}

/** The user's environment without their AWS configuration, which is not for a local endpoint. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('MINISTACK'),
  );
  return {
    ...Object.fromEntries(own),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.once('listening', () => server.close(() => done(true)));
  });
  server.listen(port, '127.0.0.1');
  return free;
}

/** A port that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );

async function healthy(url: string, half: ChildProcess, port: number): Promise<void> {
  const until = Date.now() + 30_000;
  while (!(await answers(url))) {
    if (half.exitCode !== null || Date.now() > until) {
      const tail = readFileSync(logFile(port), 'utf8').split('\n').slice(-15).join('\n');
      throw new Error(`the local engine did not start; the end of ${logFile(port)}:\n${tail}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function stopHalves(halves: ChildProcess[], port: number): Promise<void> {
  await stopPids(
    halves.flatMap(({ pid }) => pid ?? []),
    port,
  );
}

/** The Node.js half first: it ends builds and handlers, which still talk to the endpoint. */
async function stopPids(pids: number[], port: number): Promise<void> {
  for (const pid of pids) {
    signal(pid, 'SIGTERM');
    for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50)
      await new Promise((done) => setTimeout(done, 50));
    signal(pid, 'SIGKILL');
  }
  rmSync(stateFile(port), { force: true });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child of ours that ended stays a zombie until Node.js has seen it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
