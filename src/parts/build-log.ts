import { done } from '../waiting/outcome';
import type { Part } from './part';

/** The log group that CodeBuild creates at the first build; it is deleted with the builder. */
export const buildLog: Part = {
  name: 'build log',

  async ensure() {
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
