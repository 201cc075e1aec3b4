import type { HandlerEvent } from './event';

const REDACTED = '<REDACTED>';
/** What stands under such a name is a secret, whatever it is for. */
const SECRET_NAME =
  /secret|token|passw|passphrase|pwd|credential|authorization|bearer|cookie|connection_?string|(api|private|access|signing|encryption|ssh|gpg|deploy|auth|master|account|shared|client)_?key/i;
/** Of variables, as they are written in Dockerfiles: APP_KEY, GITHUB_PAT. */
const SECRET_VARIABLE = /(^|_)(KEY|PAT|AUTH)$/;
/** Tells where a secret is kept, not what it is. */
const REFERENCE = /^arn:[^:]+:(secretsmanager|ssm|kms|iam):/;
/** Shorter values are parts of ordinary words: of those only whole words are redacted. */
const PART_OF_WORDS = 4;

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
    ...underSecretNames([resourceProperties, previousResourceProperties, typeConfiguration], false),
  ];
  const values = found.filter((value): value is string => typeof value === 'string' && value !== '');
  // A longer secret first, or the rest of it would stay where a shorter one is its beginning.
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

/** Every text under a secret's name, however deep. */
function underSecretNames(value: unknown, secret: boolean): string[] {
  if (typeof value === 'string') return secret && !REFERENCE.test(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((member) => underSecretNames(member, secret));
  return Object.entries(value).flatMap(([name, member]) =>
    underSecretNames(member, secret || SECRET_NAME.test(name) || SECRET_VARIABLE.test(name)),
  );
}

/** The text without the secrets, in whatever form JSON would write them. */
export const redact = (text: string, secrets: string[]): string =>
  secrets.reduce(
    (rest, secret) =>
      [secret, JSON.stringify(secret).slice(1, -1)].reduce((left, form) => without(left, form), rest),
    text,
  );

function without(text: string, form: string): string {
  if (form.length >= PART_OF_WORDS) return text.replaceAll(form, REDACTED);
  const literal = form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, 'g'), REDACTED);
}
