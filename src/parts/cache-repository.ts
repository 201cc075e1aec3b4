import { cachePolicy } from '../plan/lifecycle-policy';
import { BUILDER_TAG } from '../plan/tags';
import { done, type Part, type Run } from './part';
import { ensureRepository } from './repository';

/** Where the layer cache is: a repository of its own, with short retention, that goes with the builder. */
export const cacheRepository: Part = {
  name: 'cache repository',

  async ensure(desired, run) {
    const { cacheRepository: name, builder } = desired.names;
    if (desired.cacheDisabled) {
      await removeOwn(name, builder, run);
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

  async remove(names, _actual, run) {
    await removeOwn(names.cacheRepository, names.builder, run);
    return done;
  },
};

async function removeOwn(name: string, builder: string, run: Run): Promise<void> {
  const existing = await run.aws.ecr.repository(name);
  if (existing === undefined) return;
  const tags = await run.aws.ecr.tags(existing.repositoryArn as string);
  if (tags[BUILDER_TAG] === builder) await run.aws.ecr.deleteRepository(name);
}
