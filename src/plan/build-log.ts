import type { Model } from '../models';
import type { Names } from './names';

/** Where a builder's builds write their log. */
export interface LogGroup {
  name: string;
  /** Days for which it keeps events; undefined: the group is the user's and is left as it is. */
  retention: number | undefined;
  /** Whether it survives the builder. */
  stays: boolean;
}

/** The default group is kept this long unless the builder is deleted before. */
const RETENTION = 30;
const RETAINED = 7;

export function logGroupOf(names: Names, logs: Model['Logs']): LogGroup {
  if (logs?.GroupName !== undefined) return { name: logs.GroupName, retention: undefined, stays: true };
  return logs?.Retain === true
    ? { name: names.retainedLogGroup, retention: RETAINED, stays: true }
    : { name: names.logGroup, retention: RETENTION, stays: false };
}

/**
 * The property, from the group that a project writes to: as it was given, unless the group is another now.
 * @param given what the record says
 */
export function logsOf(names: Names, group: string | undefined, given: Model['Logs']): Model['Logs'] {
  if (group === undefined || group === logGroupOf(names, given).name) return given;
  if (group === names.retainedLogGroup) return { Retain: true };
  return group === names.logGroup ? { Retain: false } : { GroupName: group, Retain: false };
}

/** A name of ours would be deleted, or kept, as ours. */
export const brokenLogs = (names: Names, { name, retention }: LogGroup): string | undefined =>
  retention === undefined && [names.logGroup, names.retainedLogGroup].includes(name)
    ? `Logs.GroupName "${name}" is the name of the builder's own log group; leave it out${name === names.retainedLogGroup ? ' and set Logs.Retain' : ''}`
    : undefined;
