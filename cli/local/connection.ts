import { DEFAULT_REGION, ROOT_KEYS } from '../../local/engine/endpoint';
import { Connection } from '../aws/connection';

/** A connection to an engine, with the engine's keys instead of the user's. */
export const localConnection = (endpoint: string, region: string = DEFAULT_REGION): Connection =>
  new Connection({ endpoint, region, credentials: ROOT_KEYS });
