import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from './credentials';

interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Sends a call of a service with AWS's query protocol, signed as Signature Version 4 describes: for few calls, a
 * client of the service would be large.
 */
export function signedQuery(
  { endpoint, region, credentials }: Session,
  service: string,
  parameters: Record<string, string>,
): Promise<Response> {
  const body = new URLSearchParams(parameters).toString();
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    host: new URL(endpoint).host,
    'x-amz-date': time,
    'x-amz-security-token': credentials.sessionToken,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${credentials.secretAccessKey}`, day));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const { host: _host, ...sent } = headers;
  return fetch(endpoint, { method: 'POST', headers: { ...sent, authorization }, body });
}
