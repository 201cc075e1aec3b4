import { digestsOf, imageIndex } from '../../../src/plan/image-index';

const OCI = 'application/vnd.oci.image.manifest.v1+json';
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const manifest = (name: string, type = OCI) => ({ text: `{"a":"${name}"}`, type, digest: `sha256:${name}` });

describe('the index of several platforms', () => {
  it('names each manifest by digest, size in bytes, type and platform', () => {
    const { type, text } = imageIndex({ 'linux/amd64': manifest('é'), 'linux/arm64': manifest('b') });
    expect(type).toBe('application/vnd.oci.image.index.v1+json');
    expect(JSON.parse(text)).toEqual({
      schemaVersion: 2,
      mediaType: type,
      manifests: [
        { mediaType: OCI, digest: 'sha256:é', size: 10, platform: { os: 'linux', architecture: 'amd64' } },
        { mediaType: OCI, digest: 'sha256:b', size: 9, platform: { os: 'linux', architecture: 'arm64' } },
      ],
    });
  });

  it.each([
    [[DOCKER, DOCKER], 'application/vnd.docker.distribution.manifest.list.v2+json'],
    [[OCI, DOCKER], 'application/vnd.oci.image.index.v1+json'],
  ])('of %j has the type %s', ([one, other], type) => {
    const index = imageIndex({ 'linux/amd64': manifest('a', one), 'linux/arm64': manifest('b', other) });
    expect(index.type).toBe(type);
  });

  it('gives the digests by platform again', () => {
    const index = imageIndex({ 'linux/amd64': manifest('a'), 'linux/arm64': manifest('b') });
    expect(digestsOf({ ...index, digest: 'sha256:index' })).toEqual({
      'linux/amd64': 'sha256:a',
      'linux/arm64': 'sha256:b',
    });
  });

  it('is not the manifest of an image', () => {
    expect(digestsOf(manifest('a'))).toBeUndefined();
  });
});
