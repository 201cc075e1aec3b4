import { uniqueName } from '../support/tools';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { image } from './template';

const TYPE = 'TokenInjectable::Docker::Builder';

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
afterAll(() => faulty.stop());

describe('policies of a resource', () => {
  const gone = async (name: string) => {
    await faulty.stacks.create(name, image(name, 'one'));
    await faulty.stacks.delete(name);
    expect(await faulty.state.leftovers(name)).toEqual([]);
  };
  const kept = (name: string) => [
    `docker-builder-${name}`,
    `docker-builder/${name}/image`,
    `docker-builder/${name}/cache`,
    `/aws/codebuild/docker-builder-${name}`,
  ];

  it.each(['Retain', 'RetainExceptOnCreate'])(
    'DeletionPolicy %s keeps the builder of a deleted stack',
    async (policy) => {
      const { stacks, state } = faulty;
      const name = uniqueName('kept');
      await stacks.create(name, image(name, 'one', {}, { DeletionPolicy: policy }));
      expect(await stacks.delete(name)).toMatchObject({ status: 'DELETE_COMPLETE' });
      expect(await state.leftovers(name)).toEqual(kept(name));
    },
    60_000,
  );

  it.each([
    ['Retain', true],
    ['RetainExceptOnCreate', false],
  ])(
    'DeletionPolicy %s in the rollback of a create: kept is %s',
    async (policy, stays) => {
      const { stacks, state } = faulty;
      const name = uniqueName('rolled');
      const broken = {
        Type: TYPE,
        DependsOn: 'Image',
        Properties: { Source: { Inline: 'not a Dockerfile' } },
      };
      const resources = { ...image(name, 'one', {}, { DeletionPolicy: policy }), Broken: broken };
      expect(await stacks.create(name, resources)).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
      expect(await state.leftovers(name)).toEqual(stays ? kept(name) : []);
      await stacks.delete(name);
    },
    60_000,
  );

  it.each([
    ['Retain', true],
    ['Delete', false],
  ])(
    'UpdateReplacePolicy %s of a builder that is replaced: kept is %s',
    async (policy, stays) => {
      const { stacks, state } = faulty;
      const [old, fresh] = [uniqueName('old'), uniqueName('fresh')];
      const attributes = { UpdateReplacePolicy: policy };
      await stacks.create(old, image(old, 'one', {}, attributes));
      expect(await stacks.update(old, image(fresh, 'one', {}, attributes))).toMatchObject({
        status: 'UPDATE_COMPLETE',
      });
      expect(await state.leftovers(old)).toEqual(stays ? kept(old) : []);
      await stacks.delete(old);
      expect(await state.leftovers(fresh)).toEqual([]);
    },
    60_000,
  );

  it('a builder without one goes with its stack', () => gone(uniqueName('gone')), 60_000);
});
