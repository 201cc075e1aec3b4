export const DEFAULT_PORT = 4566;
export const DEFAULT_REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/**
 * The keys of the account's root user. They look like AWS's own: a word of English would be taken for a secret wherever it
 * appears in a text.
 */
export const ROOT_KEYS = {
  accessKeyId: 'AKIALOCALDOCKERBUILD',
  secretAccessKey: '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',
};

/** The same as a session, for the handlers of a type that has no execution role. */
export const ROOT_SESSION = { ...ROOT_KEYS, sessionToken: 'LocalDockerBuilderEngineRootSession' };

export const endpointOf = (port: number): string => `http://127.0.0.1:${port}`;

/** What a shell or an SDK needs in order to use an engine. */
export const engineEnvironment = (endpoint: string, region = DEFAULT_REGION): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
});

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The port of the engine in use: the one that AWS_ENDPOINT_URL names, if it is on this machine. */
export function currentPort(endpoint = process.env.AWS_ENDPOINT_URL ?? ''): number {
  const { protocol, hostname, port } = URL.canParse(endpoint) ? new URL(endpoint) : new URL('none:');
  if (protocol !== 'http:' || !LOOPBACK.includes(hostname)) return DEFAULT_PORT;
  return port === '' ? 80 : Number(port);
}
