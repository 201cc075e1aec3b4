import type { Manifest } from '../ports/ecr';

const OCI = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
};
const DOCKER = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
};

interface Entry {
  mediaType: string;
  digest: string;
  size: number;
  platform: { os: string; architecture: string };
}

/**
 * The index of one image for several platforms. Its kind is that of its manifests: Docker's manifest list may name
 * Docker's manifests only, and ECR, ECS and Docker take both kinds.
 * @param manifests by platform (`linux/amd64`)
 */
export function imageIndex(manifests: Readonly<Record<string, Manifest>>): Omit<Manifest, 'digest'> {
  const entries = Object.entries(manifests).map(([platform, { text, type, digest }]): Entry => {
    const [os = '', architecture = ''] = platform.split('/');
    return { mediaType: type, digest, size: Buffer.byteLength(text), platform: { os, architecture } };
  });
  const type = entries.every(({ mediaType }) => mediaType === DOCKER.manifest) ? DOCKER.index : OCI.index;
  return { type, text: JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: entries }) };
}

/** The digests in an index, by platform; undefined when the manifest is not an index. */
export function digestsOf({ text, type }: Manifest): Record<string, string> | undefined {
  if (type !== OCI.index && type !== DOCKER.index) return undefined;
  const { manifests } = JSON.parse(text) as { manifests: Entry[] };
  return Object.fromEntries(
    manifests.map(({ platform, digest }) => [`${platform.os}/${platform.architecture}`, digest]),
  );
}
