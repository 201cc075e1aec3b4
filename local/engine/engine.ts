import { endpointOf } from './endpoint';
import { endProcesses } from './processes';
import { type EngineState, removeState } from './state-file';

/** A running engine. */
export interface Engine {
  readonly endpoint: string;
  readonly port: number;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export const engineOf = (state: EngineState): Engine => ({
  endpoint: endpointOf(state.port),
  port: state.port,
  pids: state.pids,
  stop: () => endEngine(state),
});

/** Ends an engine with everything that it started. */
export async function endEngine(state: EngineState): Promise<void> {
  // The Node.js half comes first: it ends builds and handlers, which still use the endpoint.
  await endProcesses(state.pids, state.instance);
  removeState(state);
}
