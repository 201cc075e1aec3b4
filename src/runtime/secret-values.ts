import type { HandlerEvent } from './event';

/** A value that no log and no message may show. */
export interface Secret {
  value: string;
  /** Short credentials, such as a local endpoint's, can be ordinary words: they are redacted only on their own. */
  standsAlone: boolean;
}

/** Names whose values are secrets. */
const SECRET_NAME =
  /secret|token(?!iz)|passw|passphrase|pwd|credential|authorization|bearer|cookie|connection_?string|(api|private|access|signing|encryption|ssh|gpg|deploy|auth|master|account|shared|client)_?key/i;
/** Of variables, as they are written in Dockerfiles: APP_KEY, GITHUB_PAT. */
const SECRET_VARIABLE = /(^|_)(KEY|PAT|AUTH)$/;

/** Shorter values under a secret's name are settings: `true`, `7`, `basic`. */
const SHORTEST = 8;

/** The secrets of an event: its credentials, its bearer token, and the values under a secret's name that are not settings. */
export function secretsOf(event: HandlerEvent): Secret[] {
  const data = event.requestData ?? {};
  const credentials = [
    event.bearerToken,
    ...Object.values(data.callerCredentials ?? {}),
    ...Object.values(data.providerCredentials ?? {}),
  ].filter((value): value is string => typeof value === 'string' && value !== '');
  const properties = [data.resourceProperties, data.previousResourceProperties, data.typeConfiguration];
  const named = [
    ...underSecretNames(properties, false).filter(isSecret).flatMap(partsOf),
    ...textsOf(properties).flatMap(passwordOf),
  ];
  return [
    ...unique(credentials).map((value) => ({ value, standsAlone: value.length < SHORTEST })),
    ...unique(named).map((value) => ({ value, standsAlone: false })),
    // A longer secret first, or the rest of it would stay where a shorter one is its beginning.
  ].sort((a, b) => b.value.length - a.value.length);
}

const unique = (values: string[]): string[] => [...new Set(values)];

/** Every text under a secret's name, at any depth. */
function underSecretNames(value: unknown, secret: boolean): string[] {
  if (typeof value === 'string') return secret ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((member) => underSecretNames(member, secret));
  return Object.entries(value).flatMap(([name, member]) =>
    underSecretNames(member, secret || SECRET_NAME.test(name) || SECRET_VARIABLE.test(name)),
  );
}

/** Every text, at any depth. */
const textsOf = (value: unknown): string[] => underSecretNames(value, true);

const BOOLEAN = /^(true|false|yes|no|on|off|enabled?|disabled?|required|optional|none|null|undefined)$/i;
const NUMBER = /^[+-]?[\d.,_]+([eE][+-]?\d+)?$/;
const ARN = /^arn:[^:]+:/;
const PATH = /^(?:(?:\.{0,2}|~|[A-Za-z]:)[/\\]|[\w.-]+[/\\](?=.*\.\w{1,5}$))[\w.@ /\\-]*$/;

/** Whether a value under a secret's name is a secret: settings often have such names too (COOKIE_PATH, ENABLE_AUTH). */
function isSecret(value: string): boolean {
  if (value.length < SHORTEST || BOOLEAN.test(value) || NUMBER.test(value) || ARN.test(value)) return false;
  if (PATH.test(value)) return value.split(/[/\\]/).some(looksRandom);
  return !isPlainUrl(value);
}

/** A URL without a login and without a key in its path or its query. */
function isPlainUrl(value: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return false;
  const query = [...url.searchParams];
  return (
    !query.some(
      ([name, text]) => SECRET_NAME.test(name) || /sig(nature)?$/i.test(name) || looksRandom(text),
    ) && !url.pathname.split('/').some(looksRandom)
  );
}

/** Long and mixing letters with digits, unlike a name. */
export const looksRandom = (text: string): boolean =>
  text.length >= 16 && /\d/.test(text) && /[A-Za-z]/.test(text) && !/[-_. ].*[-_. ]/.test(text);

/** A secret and its parts that can appear alone: the lines of a key, a token without its scheme, the secrets in JSON. */
function partsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
  const [, token = ''] = /^(?:Bearer|Basic|Token) (\S+)$/i.exec(secret) ?? [];
  return [
    secret,
    ...(lines.length > 1 ? lines : []),
    ...(token.length >= SHORTEST ? [token] : []),
    ...underSecretNames(parsed(secret), false).filter(isSecret),
  ];
}

/** The password in a URL, as it is written and decoded: a secret under any name. */
function passwordOf(text: string): string[] {
  const [, written = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:([^/?#\s]+)@/i.exec(text) ?? [];
  return unique([written, decoded(written)]).filter((password) => password.length >= SHORTEST);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
