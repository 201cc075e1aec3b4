import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf } from './registry-requests';

/** A registry on this machine that serves one image, only to those who are logged in. */
export interface RegistryWithLogin {
  /** `127.0.0.1:<port>`. */
  host: string;
  close(): void;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** @param layer the image's only layer, a tar */
export async function startRegistryWithLogin(
  { username, password }: { username: string; password: string },
  layer: Buffer,
): Promise<RegistryWithLogin> {
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar',
          digest: digestOf(layer),
          size: layer.length,
        },
      ],
    }),
  );
  const blobs = new Map([config, layer, manifest].map((blob) => [digestOf(blob), blob]));
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const server = createServer(({ url = '', method, headers }, response) => {
    if (headers.authorization !== expected)
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end('{"errors":[]}');
    if (url === '/v2/') return response.writeHead(200).end('{}');
    const name = url.split('/').at(-1) ?? '';
    const blob = url.includes('/manifests/') ? (blobs.get(name) ?? manifest) : blobs.get(name);
    if (blob === undefined) return response.writeHead(404).end('{"errors":[]}');
    return response
      .writeHead(200, {
        'content-type': url.includes('/manifests/') ? MANIFEST : 'application/octet-stream',
        'content-length': blob.length,
        'docker-content-digest': digestOf(blob),
      })
      .end(method === 'HEAD' ? undefined : blob);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
