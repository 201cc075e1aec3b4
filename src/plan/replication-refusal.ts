import type { ReplicationConfiguration } from '../ports/replication';
import type { ServiceError } from '../ports/service-error';
import { destinationsOf } from './replication-rules';

/** A list or a registry that is full, in ECR's words. */
const FULL = /less than or equal|exceed|limit|maximum|at most|too many/i;

/**
 * Why ECR refused the rules, and what to do. Its limits have changed more than once, so its answer decides, and the
 * message names what the registry contains.
 */
export function refusedRules(
  { rules }: ReplicationConfiguration,
  regions: readonly string[],
  error: ServiceError,
): { full: boolean; message: string } {
  const destinations = new Set(rules.flatMap((rule) => destinationsOf(rule).split(','))).size;
  const filters = Math.max(0, ...rules.map(({ repositoryFilters = [] }) => repositoryFilters.length));
  const content = `${rules.length} rules to ${destinations} destinations, at most ${filters} filters in one`;
  const full = FULL.test(error.message);
  const fix = full
    ? 'remove rules that are no longer needed, use the ReplicaRegions of another builder (builders with the same ones share a rule), or raise the quota of ECR'
    : 'check the Regions';
  return {
    full,
    message: `ReplicaRegions ${regions.join(', ')}: ECR refused the registry's replication rules with this builder's (${content}): ${error.message}; ${fix}`,
  };
}
