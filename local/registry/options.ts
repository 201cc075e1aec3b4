import type { Caller } from '../service/service';
import type { HandlerHost } from './handler-host';

/** What the registry is started with. */
export interface RegistryOptions {
  /** Runs the handlers of a package for a Region of an account. */
  startHost(archive: Buffer, caller: Caller): Promise<HandlerHost>;
  /** A type whose handlers need permissions must have an execution role: without it, they work as the root user. */
  requireRole: boolean;
  /** Reads an object of the endpoint by its s3:// address. */
  fetchPackage(url: string, region: string): Promise<Buffer>;
  /** Passes before a registration ends: on AWS it takes a minute. */
  delay(): Promise<void>;
  /** Waits for a registration's work, up to the patience of who asks for its progress. */
  waitFor(work: Promise<void>): Promise<void>;
}
