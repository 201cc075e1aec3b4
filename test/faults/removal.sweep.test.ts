import { ECR } from '@aws-sdk/client-ecr';
import { uniqueName } from '../support/tools';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { image } from './template';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
afterAll(() => faulty.stop());

const broken = {
  Type: 'TokenInjectable::Docker::Builder',
  DependsOn: 'Image',
  Properties: { Source: { Inline: 'not a Dockerfile' } },
};
const byDefault = { Repository: {} };

describe('a repository with a finished image', () => {
  it('goes when the creation of its stack is rolled back, so that the next try begins with nothing', async () => {
    const { stacks, state } = faulty;
    const name = uniqueName('rolled');
    const resources = image(name, 'one', byDefault);
    expect(await stacks.create(name, { ...resources, Broken: broken })).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
    });
    expect(await state.leftovers(name)).toEqual([]);
    await stacks.delete(name);
  }, 60_000);

  it('stays when its stack is deleted', async () => {
    const { stacks, state } = faulty;
    const name = uniqueName('kept');
    await stacks.create(name, image(name, 'one', byDefault));
    await stacks.delete(name);
    expect(await state.leftovers(name)).toEqual([`docker-builder/${name}/image`]);
  }, 60_000);

  it('is taken up when its stack is deployed again, although the builder has another name', async () => {
    const { stacks, engine } = faulty;
    const [stack, Name] = [uniqueName('again'), uniqueName('shop/web')];
    const { Image } = image(stack, 'one', { Repository: { Name } });
    const { BuilderName: _name, ...Properties } = Image.Properties;
    const resources = { Image: { ...Image, Properties } };
    const ecr = new ECR({
      endpoint: engine.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const pushed = async () => (await ecr.describeImages({ repositoryName: Name })).imageDetails;
    const first = await stacks.create(stack, resources);
    const images = await pushed();
    await stacks.delete(stack);
    const second = await stacks.create(stack, resources);
    expect(second).toEqual({ ...first, status: 'CREATE_COMPLETE' });
    expect(await pushed()).toEqual(images);
    await stacks.delete(stack);
    await ecr.deleteRepository({ repositoryName: Name, force: true });
  }, 60_000);
});
