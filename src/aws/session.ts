import { retries } from './retries';

/** Whose AWS the ports talk to. */
export interface Session {
  region: string;
  /** Ends every call at the latest: the invocation has to return. */
  end?: AbortSignal | undefined;
  /** Absent: the process's own credentials (the SDK's default chain). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string } | undefined;
}

/** What every SDK client is created with. */
export function clientConfig(session: Session) {
  return {
    region: session.region,
    ...(session.credentials === undefined ? {} : { credentials: session.credentials }),
    ...retries,
    customUserAgent: 'token-injectable-docker-builder',
  };
}
