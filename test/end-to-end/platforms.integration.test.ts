import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { awsState } from '../faults/aws-state';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { fileOfImage, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const ecr = new ECR({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
const state = awsState(endpoint);
let driver: TypeDriver;
beforeAll(async () => {
  driver = await startTypeDriver({ endpoint, second: 100 });
});
afterAll(() => driver.stop());

/** What needs no RUN builds for each platform on any machine. */
const Inline = 'FROM scratch\nARG VALUE\nARG TARGETARCH\nCOPY <<EOF /value\n${VALUE} on ${TARGETARCH}\nEOF\n';
const propertiesOf = (BuilderName: string, ...Platforms: string[]): Properties => ({
  BuilderName,
  PollIntervalSeconds: 1,
  Source: { Inline },
  BuildArgs: { VALUE: BuilderName },
  Platforms,
  Repository: { RemovalPolicy: 'DELETE' },
});
const valueIn = (model: Properties | undefined, digest: unknown): string =>
  fileOfImage(`${model?.RepositoryUri}@${digest}`, '/value').toString();

it('two platforms give one index, whose images are those of the single platforms', async () => {
  const name = uniqueName('platforms');
  const single = propertiesOf(name, 'linux/amd64');
  const both = propertiesOf(name, 'linux/amd64', 'linux/arm64');
  const identity = { physicalId: name };
  const alone = await driver.operate({ action: 'CREATE', properties: single });
  expect(alone.failure).toBeUndefined();
  const added = await driver.operate({ action: 'UPDATE', properties: both, previous: single, ...identity });
  expect(added.failure).toBeUndefined();
  expect(await state.builds(name)).toHaveLength(2);

  const { model } = await driver.operate({ action: 'READ', properties: {}, ...identity });
  const digests = model?.ImageDigests as Properties;
  expect(valueIn(model, digests.Amd64)).toBe(`${name} on amd64\n`);
  expect(valueIn(model, digests.Arm64)).toBe(`${name} on arm64\n`);
  // Docker takes its own machine's image out of the index.
  expect(fileOfImage(String(model?.ImageUri), '/value').toString()).toMatch(
    new RegExp(`^${name} on (amd|arm)64\n$`),
  );
  const { images = [] } = await ecr.batchGetImage({
    repositoryName: String(model?.RepositoryName),
    imageIds: [{ imageDigest: String(model?.ImageDigest) }],
  });
  expect(JSON.parse(images[0]?.imageManifest ?? '{}')).toMatchObject({
    mediaType: images[0]?.imageManifestMediaType,
    manifests: [
      { digest: digests.Amd64, platform: { os: 'linux', architecture: 'amd64' } },
      { digest: digests.Arm64, platform: { os: 'linux', architecture: 'arm64' } },
    ],
  });

  const removed = await driver.operate({
    action: 'UPDATE',
    properties: propertiesOf(name, 'linux/arm64'),
    previous: both,
    ...identity,
  });
  expect(removed.model?.ImageDigest).toBe(digests.Arm64);
  expect(await state.builds(name)).toHaveLength(2);
  await driver.operate({ action: 'DELETE', properties: {}, ...identity });
  expect(await state.leftovers(name)).toEqual([]);
}, 120_000);

it('a platform that fails stops the other one, and the message names it', async () => {
  const name = uniqueName('failing');
  const properties = {
    ...propertiesOf(name, 'linux/amd64', 'linux/arm64'),
    PreBuildCommands: ['if [ "$DOCKER_BUILDER_PLATFORM" = linux/arm64 ]; then exit 7; fi; sleep 60'],
  };
  const { failure = '' } = await driver.operate({ action: 'CREATE', properties });
  expect(failure).toMatch(/image build for linux\/arm64 failed in its PRE_BUILD phase with exit code 7/);
  const builds = await state.builds(name);
  expect(builds.map(({ status }) => status).sort()).toEqual(['FAILED', 'STOPPED']);
  await driver.operate({ action: 'DELETE', properties, physicalId: name });
  expect(await state.leftovers(name)).toEqual([]);
}, 120_000);

it('an index of images that are not there is refused', async () => {
  const repositoryName = uniqueName('index');
  await ecr.createRepository({ repositoryName });
  const digest = `sha256:${'0'.repeat(64)}`;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const putting = ecr.putImage({
    repositoryName,
    imageManifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType, digest, size: 2, platform: { os: 'linux', architecture: 'amd64' } }],
    }),
  });
  await expect(putting).rejects.toMatchObject({ name: 'ReferencedImagesNotFoundException' });
});
