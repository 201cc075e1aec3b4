import type { Caller } from './service';

/** An ARN of the endpoint, which has one partition. */
export const arnOf = (service: string, resource: string, { account, region }: Caller): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
