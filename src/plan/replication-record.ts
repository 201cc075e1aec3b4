import type { Former, Resolution } from '../ports/callback-context';
import { VARIABLE_PREFIX } from '../ports/codebuild';
import type { Desired } from './desired';
import { recordedProperties } from './record';

/** The variables of the record that no property shows. */
const FORMER_REGIONS = `${VARIABLE_PREFIX}FORMER_REPLICA_REGIONS`;
const FORMER_PARAMETERS = `${VARIABLE_PREFIX}FORMER_PARAMETERS`;
const RULES_OF_OTHERS = `${VARIABLE_PREFIX}RULES_OF_OTHERS`;

const LISTS = [FORMER_REGIONS, FORMER_PARAMETERS, RULES_OF_OTHERS];

type Variables = Record<string, string>;

const list = (variables: Variables, name: string): string[] =>
  (variables[name] ?? '').split(' ').filter((entry) => entry !== '');

const limited = (entries: string[]): string[] => {
  const kept: string[] = [];
  // A variable has at most 4,096 characters; the newest entries are first.
  for (const entry of entries) if ([...kept, entry].join(' ').length <= 4_096) kept.push(entry);
  return kept;
};

export function replicationVariables({ former, rulesOfOthers = [] }: Resolution): Variables {
  const values = [former?.replicaRegions ?? [], former?.parameters ?? [], rulesOfOthers];
  return Object.fromEntries(
    LISTS.flatMap((name, index) => {
      const entries = limited(values[index] ?? []);
      return entries.length === 0 ? [] : [[name, entries.join(' ')]];
    }),
  );
}

/** The Regions of replicas and the names of parameters that a builder had once and does not have now. */
export const recordedFormer = (variables: Variables): Former => ({
  replicaRegions: list(variables, FORMER_REGIONS),
  parameters: list(variables, FORMER_PARAMETERS),
});

/** The rules that named the repository before the builder did. */
export const recordedRulesOfOthers = (variables: Variables): string[] => list(variables, RULES_OF_OTHERS);

/**
 * What this update leaves behind, with what earlier ones left. It is recorded before anything changes, so that a
 * process that dies in between forgets nothing.
 */
export function formerAfter(variables: Variables, { replicaRegions, parameterName }: Desired): Former {
  const recorded = recordedProperties(variables, {});
  const former = recordedFormer(variables);
  return {
    replicaRegions: without([...(recorded.ReplicaRegions ?? []), ...former.replicaRegions], replicaRegions),
    parameters: without(
      [recorded.Publish?.ParameterName ?? [], former.parameters].flat(),
      parameterName === undefined ? [] : [parameterName],
    ),
  };
}

const without = (entries: string[], wanted: string[]): string[] => [
  ...new Set(entries.filter((entry) => !wanted.includes(entry))),
];
