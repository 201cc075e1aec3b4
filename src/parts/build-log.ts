import { done } from '../waiting/outcome';
import type { Part } from './part';

/**
 * The log group that CodeBuild writes to. It is created here and not by the build, whose role may not: a late batch of a
 * build would bring a deleted group back, without an end. A group of the user's is left as it is.
 */
export const buildLog: Part = {
  name: 'build log',

  async ensure({ logGroup: { name, retention }, tags }, run) {
    if (retention !== undefined) await run.aws.logs.ensureGroup(name, retention, tags);
    return done;
  },

  async read() {
    return {};
  },

  /** Also the default group of a builder that has changed to another: the one that is to be kept has another name. */
  async delete(names, _actual, run) {
    await run.aws.logs.deleteGroup(names.logGroup);
    return done;
  },
};
