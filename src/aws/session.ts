/** Whose AWS the ports talk to. */
export interface Session {
  region: string;
  /** Ends every call at the latest: the invocation has to return. */
  end?: AbortSignal | undefined;
  /** Absent: the process's own credentials (the SDK's default chain). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string } | undefined;
}

/**
 * What every SDK client is created with. Throttling, 5xx and resets are retried here, within the invocation, before
 * they are handed to CloudFormation as retryable; a silent endpoint may not eat the invocation's 60 s.
 */
export function clientConfig(session: Session) {
  return {
    region: session.region,
    ...(session.credentials === undefined ? {} : { credentials: session.credentials }),
    maxAttempts: 5,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
    customUserAgent: 'token-injectable-docker-builder',
  };
}
