import type { SessionCredentials } from './protocol';

/** Whose AWS the runtime's own deliveries talk to. */
export interface Session {
  region: string;
  credentials: SessionCredentials;
}
