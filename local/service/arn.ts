import type { Caller } from './service';

/** An ARN of the endpoint, which is all of one partition. */
export const arnOf = (service: string, resource: string, { account, region }: Caller): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
