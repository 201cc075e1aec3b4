import { cachePolicy } from '../plan/lifecycle-policy';
import type { Run } from '../ports/run';
import { done } from '../waiting/outcome';
import type { Part } from './part';
import { ensureRepository, findOwnRepository } from './repository';

/** Where the layer cache is stored: a separate repository with short retention, deleted with the builder. */
export const cacheRepository: Part = {
  name: 'cache repository',

  async ensure(desired, run) {
    const { cacheRepository: name, builder } = desired.names;
    if (desired.cacheDisabled) {
      await deleteOwn(name, builder, run, false);
      return done;
    }
    return ensureRepository(
      {
        name,
        tagMutability: 'MUTABLE',
        scanOnPush: false,
        tags: desired.tags,
        // It has the image's layers.
        kmsKey: desired.repository.kmsKeyArn,
        lifecyclePolicy: cachePolicy(),
      },
      desired,
      run,
    );
  },

  async read() {
    return {};
  },

  async delete(names, actual, run) {
    await deleteOwn(names.cacheRepository, names.builder, run, actual.CacheDisabled !== true);
    return done;
  },
};

/** @param expected whether it should exist: if it is not seen at once, it is read again */
async function deleteOwn(name: string, builder: string, run: Run, expected: boolean): Promise<void> {
  if ((await findOwnRepository(name, builder, run, expected)) !== undefined)
    await run.aws.ecr.deleteRepository(name);
}
