import type { ContractRun } from './cfn-test';
import type { InputSet } from './input-sets';

const TYPE_CONFIGURATION = {
  ComputeType: 'BUILD_GENERAL1_MEDIUM',
  PollIntervalSeconds: 1,
  ServiceRoleArn: 'arn:aws:iam::000000000000:role/docker-builder/docker-builder-build-us-east-1',
};

/** What is read is what was given: in the other sets the rest of the protocol is no different. */
const SELECTION = '(create_read or update_read)';

/**
 * Which runs there are, the longest first. In full: all tests of every set, with and without a type configuration; the two
 * runs of a set are far apart, because they create the same builders.
 */
export function planRuns(sets: InputSet[], full: boolean): ContractRun[] {
  if (full)
    return [
      ...sets.map((set) => ({ sets: [set], typeConfiguration: TYPE_CONFIGURATION })),
      ...sets.map((set) => ({ sets: [set] })),
    ];
  const [first, ...others] = sets;
  const half = Math.ceil(others.length / 2);
  return [
    { sets: first === undefined ? [] : [first], typeConfiguration: TYPE_CONFIGURATION },
    { sets: others.slice(0, half), tests: SELECTION },
    { sets: others.slice(half), tests: SELECTION },
  ];
}
