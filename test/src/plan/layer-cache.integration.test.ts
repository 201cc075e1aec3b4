import { CACHED_RUN, forget, useCachedContext } from '../../support/cached-context';
import { aws } from '../../support/tools';

const use = useCachedContext();

describe('the layer cache, on a daemon with the containerd snapshotter', () => {
  it('is kept in its repository and used by the next build', async () => {
    const VALUE = { DOCKER_BUILDER_ARG_VALUE: 'one' };
    expect(await use.container.build({}, VALUE)).toMatchObject({ code: 0 });
    forget();
    const { code, log } = await use.container.build({}, { ...VALUE, DOCKER_BUILDER_IMAGE_TAG: 'two' });
    expect(code).toBe(0);
    expect(log).toMatch(CACHED_RUN);
  }, 180_000);

  it('is left alone when it is disabled', async () => {
    const disabled = { DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' };
    expect(await use.container.build({}, disabled)).toMatchObject({ code: 0 });
    const name = use.repositories.cache.split('/').slice(2).join('/');
    expect(await aws('ecr', 'list-images', '--repository-name', name)).toEqual({ imageIds: [] });
  }, 180_000);

  it('plays no part when a twin has pushed the tag: the build ends without building', async () => {
    await use.container.build();
    expect((await use.container.build()).log).toContain('nothing to build');
  }, 180_000);
});
