import { currentPort } from '../../local/engine/endpoint';
import type { Engine } from '../../local/engine/engine';
import { findEngine } from '../../local/engine/find';
import { enforcesIam, startEngine } from '../../local/engine/start';
import { notReady } from '../exit-code';
import { readPackage } from '../registration/read-package';
import { localConnection } from './connection';
import { prepare } from './prepare';
import { registerPackage } from './register-package';

type Log = (message: string) => void;

/** The engine that AWS_ENDPOINT_URL names, or the one on the default port. */
export const findLocalEngine = (port = currentPort()): Promise<Engine | undefined> =>
  findEngine(port).catch(refuse);

export interface LocalEngineOptions {
  /** Default: the one that AWS_ENDPOINT_URL names, or 4566. */
  port?: number;
  /** Further types to register: schema handler packages. */
  types?: string[];
  detached: boolean;
  /** Enforces IAM. Default: whether AUTH is "true" in the environment. */
  iam?: boolean | undefined;
  region?: string | undefined;
  /** Ends the start of an engine, which is stopped then. */
  signal?: AbortSignal;
}

/** Starts an engine and prepares it as a registration on AWS would. */
export async function startLocalEngine(options: LocalEngineOptions, log: Log): Promise<Engine> {
  const { port = currentPort(), types = [], detached, iam, region } = options;
  const { signal = new AbortController().signal } = options;
  const packages = [];
  for (const file of types) packages.push(await readPackage(undefined, { option: '--type', file }));
  log('starting the local engine (MiniStack, with builds that run)');
  const engine = await startEngine({ port, detached, iam, log, signal }).catch((error: Error) => {
    signal.throwIfAborted();
    return refuse(error);
  });
  try {
    signal.throwIfAborted();
    const connection = localConnection(engine.endpoint, region);
    await prepare(connection, log, signal);
    for (const content of packages) {
      await registerPackage(connection, content, signal);
      log(`registered ${content.schema.typeName}`);
    }
    if (enforcesIam(iam)) log(loginHint(engine));
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return engine;
}

const loginHint = ({ endpoint }: Engine): string =>
  `IAM is enforced; before docker pulls or pushes: aws ecr get-login-password | docker login --username AWS --password-stdin ${new URL(endpoint).host}`;

function refuse(error: Error): never {
  throw notReady(error.message);
}
