/**
 * Throttled calls, 5xx and resets are retried here, within the invocation, before they are handed to CloudFormation as
 * retryable. A silent endpoint must not use up the invocation's 60 s.
 */
export const retries = {
  maxAttempts: 5,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
} as const;
