import type { Caller } from '../../service/service';
import type { RegistryState } from '../state';

export interface RegistryOptions {
  /** The Node.js that runs handlers. */
  node: string;
  /** The bundled `handler-process.js`. */
  script: string;
  /** The environment of the handlers' processes. */
  env: Record<string, string>;
  /** Reads an object of the endpoint by its s3:// address. */
  fetchPackage(url: string, region: string): Promise<Buffer>;
}

/** What a call of the registry's API works on. */
export interface Scope {
  state: RegistryState;
  caller: Caller;
  options: RegistryOptions;
}

/** A call of the registry's API. @throws AwsError as the service does */
export type Action<Input> = (input: Input, scope: Scope) => object | Promise<object>;
