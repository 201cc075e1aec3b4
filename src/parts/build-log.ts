import { done } from '../waiting/outcome';
import type { Part } from './part';

/** Days for which a build's log is kept, unless the builder is deleted before. */
const RETENTION = 30;

/**
 * The log group that CodeBuild writes to by default. It is created here and not by the build, whose role may not: a late
 * batch of a build would bring a deleted group back, without an end.
 */
export const buildLog: Part = {
  name: 'build log',

  async ensure({ names, tags }, run) {
    await run.aws.logs.ensureGroup(names.logGroup, RETENTION, tags);
    return done;
  },

  async read() {
    return {};
  },

  async delete(names, _actual, run) {
    await run.aws.logs.deleteGroup(names.logGroup);
    return done;
  },
};
