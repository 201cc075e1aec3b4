import { createHash } from 'node:crypto';
import { ECR } from '@aws-sdk/client-ecr';
import type { Credentials } from '../../local/service/credentials';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

export const digestOf = (content: string | Buffer): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** What Basic carries after a login with these credentials. */
export async function registryToken(
  endpoint: string,
  credentials: Omit<Credentials, 'sessionToken'>,
): Promise<string> {
  const ecr = new ECR({ endpoint, region: 'us-east-1', credentials });
  const { authorizationData = [] } = await ecr.getAuthorizationToken({});
  return authorizationData[0]?.authorizationToken ?? '';
}

export interface RegistryResponse {
  status: number;
  text: string;
  /** The path of a Location header, below /v2/. */
  location: string;
  challenge: string | null;
}

/** Sends requests to an endpoint's registry, with a login or without. */
export function registryRequests(endpoint: string, token?: string) {
  async function ask(method: string, path: string, body?: string | Buffer): Promise<RegistryResponse> {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Basic ${token}` }),
      ...(body === undefined ? {} : { 'content-type': MANIFEST }),
    };
    const response = await fetch(`${endpoint}/v2/${path}`, { method, headers, ...(body && { body }) });
    return {
      status: response.status,
      text: await response.text(),
      location: (response.headers.get('location') ?? '').replace('/v2/', ''),
      challenge: response.headers.get('www-authenticate'),
    };
  }

  return {
    ask,

    /** Pushes an image of one layer as BuildKit does: each blob whole, then the manifest. The statuses of the responses. */
    async push(repository: string, layer: Buffer, config: string): Promise<number[]> {
      const statuses: number[] = [];
      for (const blob of [config, layer]) {
        const begun = await ask('POST', `${repository}/blobs/uploads/`);
        const put = await ask('PUT', `${begun.location}?digest=${digestOf(blob)}`, blob);
        statuses.push(begun.status, put.status);
      }
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: { mediaType: CONFIG, digest: digestOf(config), size: config.length },
        layers: [{ mediaType: LAYER, digest: digestOf(layer), size: layer.length }],
      });
      const { status } = await ask('PUT', `${repository}/manifests/latest`, manifest);
      return [...statuses, status];
    },
  };
}
