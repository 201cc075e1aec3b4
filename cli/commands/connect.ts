import { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { invocation } from '../invocation';
import { localConnection } from '../local/connection';
import { findLocalEngine, startLocalEngine } from '../local/engine';
import { prepare } from '../local/prepare';
import type { CommonOptions } from './options';
import type { Session } from './session';

/** AWS, or the local engine that is running. */
export async function connect(options: CommonOptions): Promise<Connection> {
  if (!options.local) return connectToAws(options);
  const engine = await findLocalEngine();
  if (engine === undefined)
    throw notReady(`no local engine is running: start it with ${invocation()} local up --detach`);
  return localConnection(engine.endpoint, options.region);
}

/** The same, but an engine that is not running is started, and its Region is prepared for a deployment. */
export async function connectOrStart(
  options: CommonOptions,
  { step, signal }: Pick<Session, 'step' | 'signal'>,
): Promise<Connection> {
  if (!options.local) return connectToAws(options);
  const { region } = options;
  const running = await findLocalEngine();
  if (running === undefined) {
    const { endpoint } = await startLocalEngine({ detached: true, region, signal }, step);
    return localConnection(endpoint, region);
  }
  const connection = localConnection(running.endpoint, region);
  await prepare(connection, step, signal);
  return connection;
}

const connectToAws = ({ region, profile }: CommonOptions) =>
  new Connection({ ...(region && { region }), ...(profile && { profile }) });
