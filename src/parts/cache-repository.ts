import { cachePolicy } from '../plan/lifecycle-policy';
import { done, type Part, type Run } from './part';
import { ensureRepository, ownRepository } from './repository';

/** Where the layer cache is: a repository of its own, with short retention, that goes with the builder. */
export const cacheRepository: Part = {
  name: 'cache repository',

  async ensure(desired, run) {
    const { cacheRepository: name, builder } = desired.names;
    if (desired.cacheDisabled) {
      await removeOwn(name, builder, run, false);
      return done;
    }
    return ensureRepository(
      {
        name,
        tagMutability: 'MUTABLE',
        scanOnPush: false,
        tags: desired.tags,
        lifecyclePolicy: cachePolicy(),
      },
      builder,
      run,
    );
  },

  async read() {
    return {};
  },

  async remove(names, actual, run) {
    await removeOwn(names.cacheRepository, names.builder, run, actual.CacheDisabled !== true);
    return done;
  },
};

/** @param expected whether it should be there: what is not seen at once is looked for again then */
async function removeOwn(name: string, builder: string, run: Run, expected: boolean): Promise<void> {
  if ((await ownRepository(name, builder, run, expected)) !== undefined)
    await run.aws.ecr.deleteRepository(name);
}
