import { removeImages } from '../../../local/codebuild/docker-config';
import { CACHED_RUN, fill, forget } from '../../support/cached-context';
import {
  type Container,
  createContainer,
  createRepositories,
  type Repositories,
} from '../../support/codebuild-container';
import { aws } from '../../support/tools';

// What the tests pushed does not stay in `docker images`.
afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));

describe('the layer cache, on a daemon with the containerd snapshotter', () => {
  let repositories: Repositories;
  let container: Container;
  beforeEach(async () => {
    repositories = await createRepositories();
    container = createContainer(repositories);
    fill(container.source);
  });
  afterEach(() => container.remove());

  it('is kept in its repository and used by the next build', async () => {
    const VALUE = { DOCKER_BUILDER_ARG_VALUE: 'one' };
    expect(await container.build({}, VALUE)).toMatchObject({ code: 0 });
    forget();
    const { code, log } = await container.build({}, { ...VALUE, DOCKER_BUILDER_IMAGE_TAG: 'two' });
    expect(code).toBe(0);
    expect(log).toMatch(CACHED_RUN);
  }, 180_000);

  it('is left alone when it is disabled', async () => {
    const disabled = { DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' };
    expect(await container.build({}, disabled)).toMatchObject({ code: 0 });
    const name = repositories.cache.split('/').slice(2).join('/');
    expect(await aws('ecr', 'list-images', '--repository-name', name)).toEqual({ imageIds: [] });
  }, 180_000);

  it('plays no part when a twin has pushed the tag: the build ends without building', async () => {
    await container.build();
    expect((await container.build()).log).toContain('nothing to build');
  }, 180_000);
});
