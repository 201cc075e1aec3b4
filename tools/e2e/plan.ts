import type { Step } from './scenario';

// List prices of us-east-1 in USD; other Regions differ by up to a third.
const BUILD_MINUTE = 0.005; // BUILD_GENERAL1_SMALL
const OPERATION = 0.0009;
const HANDLER_SECOND = 0.00008; // beyond 30 s an operation

/** What a build of the scenario takes at most, queue and start of the machine included. */
const MINUTES_A_BUILD = 2;
/** What CloudFormation runs for a step at most: the operation itself and the reads around it. */
const OPERATIONS_A_STEP = 4;

/** What the steps cost at most. */
export function estimate(steps: readonly Step[]): number {
  const builds = steps.reduce((sum, step) => sum + step.builds, 0);
  const waiting = builds * (MINUTES_A_BUILD * 60 - 30) * HANDLER_SECOND;
  return builds * MINUTES_A_BUILD * BUILD_MINUTE + waiting + steps.length * OPERATIONS_A_STEP * OPERATION;
}

export interface Place {
  account: string;
  region: string;
  bucket: string;
  /** The name that everything begins with. */
  run: string;
  typeName: string;
}

/** What a run will do, for the person whose account it is. */
export function plan(steps: readonly Step[], { account, region, bucket, run, typeName }: Place): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const builds = steps.reduce((sum, step) => sum + step.builds, 0);
  return [
    `In account ${account}, Region ${region}:`,
    ...steps.map(({ name, expects }, index) => `  ${index + 1}. ${name.padEnd(width)}  ${expects}`),
    `Everything is named ${run}..., in the bucket ${bucket} too; the type is ${typeName}.`,
    'All of it is removed at the end, also after a failure or Ctrl-C.',
    `It takes 10 to 20 minutes and costs at most ${estimate(steps).toFixed(2)} USD (${builds} builds), less with CodeBuild's`,
    "and CloudFormation's free tiers.",
  ].join('\n');
}
