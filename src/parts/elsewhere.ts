import type { Run } from '../ports/run';

/** The same invocation, as a part sees it in another Region. */
export const runIn = (region: string, run: Run): Run => ({ ...run, aws: run.aws.in(region) });

/** The Region of a resource. */
export const regionOf = (arn: string | undefined): string => arn?.split(':')[3] ?? '';
