import type { HandlerEvent } from './event';

const REDACTED = '<REDACTED>';
/** A value under such a key is a secret, whatever it is for. */
const SECRET_KEY = /secret|token|passw|credential|api_?key|private_?key|access_?key/i;
/** Shorter values are words of ordinary sentences. */
const SHORTEST = 4;

/** Everything in an event that no log may show: credentials, the bearer token, and what stands under a secret's name. */
export function secretsOf(event: HandlerEvent): string[] {
  const {
    callerCredentials,
    providerCredentials,
    resourceProperties,
    previousResourceProperties,
    typeConfiguration,
  } = event.requestData ?? {};
  const found = [
    event.bearerToken,
    ...Object.values(callerCredentials ?? {}),
    ...Object.values(providerCredentials ?? {}),
    ...underSecretKeys([resourceProperties, previousResourceProperties, typeConfiguration]),
  ];
  const values = found.filter(
    (value): value is string => typeof value === 'string' && value.length >= SHORTEST,
  );
  // A longer secret first, or the rest of it would stay where a shorter one is its beginning.
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

function underSecretKeys(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' && !Array.isArray(value) && SECRET_KEY.test(key)
      ? [member]
      : underSecretKeys(member),
  );
}

/** The text without the secrets, in whatever form JSON would write them. */
export const redact = (text: string, secrets: string[]): string =>
  secrets.reduce(
    (rest, secret) =>
      rest.replaceAll(secret, REDACTED).replaceAll(JSON.stringify(secret).slice(1, -1), REDACTED),
    text,
  );
