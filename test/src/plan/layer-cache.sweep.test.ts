import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { CACHED_RUN, fill, forget, useCachedContext } from '../../support/cached-context';
import { createContainer, createRepositories } from '../../support/codebuild-container';
import { registryRequests, registryToken } from '../../support/registry-requests';
import { prepareSecondDaemon } from '../../support/second-daemon';

const endpoint = process.env.AWS_ENDPOINT_URL as string;

const use = useCachedContext();

describe('a layer cache', () => {
  it.each([
    [
      'is an ordinary image',
      '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}',
    ],
    [
      'describes layers that do not exist',
      '{"layers":[{"blob":"sha256:0","parent":-1}],"records":[{"digest":"sha256:1","layers":[{"layer":7}]}]}',
    ],
    ['is not even JSON', 'garbage'],
  ])(
    'that %s fails no build, and is replaced',
    async (_what, config) => {
      const registry = registryRequests(endpoint, await registryToken(endpoint, ROOT_KEYS));
      const path = use.repositories.cache.split('/').slice(1).join('/');
      await registry.push(path, Buffer.from('not a layer'), config);
      const poisoned = { DOCKER_BUILDER_CACHE_TAG: 'latest' };
      expect(await use.container.build({}, poisoned)).toMatchObject({ code: 0 });
      forget();
      const { code, log } = await use.container.build({}, { ...poisoned, DOCKER_BUILDER_IMAGE_TAG: 'two' });
      expect(code).toBe(0);
      expect(log).toMatch(CACHED_RUN);
    },
    60_000,
  );
});

it('the layer cache is stored and used on a daemon as CodeBuild starts it, which is restarted once', async () => {
  const daemon = prepareSecondDaemon();
  await daemon.start();
  const container = createContainer(await createRepositories(), [daemon.tools]);
  fill(container.source);
  const first = await container.build({}, daemon.env);
  expect(first).toMatchObject({ code: 0 });
  expect(first.log).toContain('restarting the Docker daemon');
  forget(daemon.host);
  const second = await container.build({}, { ...daemon.env, DOCKER_BUILDER_IMAGE_TAG: 'two' });
  expect(second.log).not.toContain('restarting the Docker daemon');
  expect(second.log).toMatch(CACHED_RUN);
  container.remove();
  await daemon.stop();
}, 180_000);
