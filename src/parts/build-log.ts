import { done, type Part } from './part';

/** The log group that CodeBuild makes at the first build; it goes with the builder. */
export const buildLog: Part = {
  name: 'build log',

  async ensure() {
    return done;
  },

  async read() {
    return {};
  },

  async remove(names, _actual, run) {
    await run.aws.logs.deleteGroup(names.logGroup);
    return done;
  },
};
