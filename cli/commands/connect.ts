import { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { invocation } from '../invocation';
import { findLocalEngine, localConnection, localUp, prepare } from '../local/local-engine';
import type { CommonOptions } from './options';

/** AWS, or the local engine that is running. */
export async function connect(options: CommonOptions): Promise<Connection> {
  if (!options.local) return connectToAws(options);
  const engine = await findLocalEngine();
  if (engine === undefined)
    throw notReady(`no local engine is running: start it with ${invocation()} local up --detach`);
  return localConnection(engine.endpoint);
}

/** The same, but an engine that does not run is started, and is made ready for a deployment. */
export async function connectOrStart(
  options: CommonOptions,
  step: (message: string) => void,
): Promise<Connection> {
  if (!options.local) return connectToAws(options);
  const running = await findLocalEngine();
  if (running === undefined) return localConnection((await localUp({ detached: true }, step)).endpoint);
  const connection = localConnection(running.endpoint);
  await prepare(connection, step);
  return connection;
}

const connectToAws = ({ region, profile }: CommonOptions) =>
  new Connection({ ...(region && { region }), ...(profile && { profile }) });
