import type { Model } from '../models';
import { IMAGE_TAG, VARIABLE_PREFIX } from '../ports/codebuild';
import { type Desired, removalPolicies } from './desired';
import { policyVariables, recordedPolicy } from './repository-policy';
import { recordedSecrets } from './secrets';

/** A property that exists only as input, and the variable of the project (less our prefix) that records it. */
interface Row {
  variable: string;
  property: string;
  /** The variable's text; undefined: the project has no such variable. */
  write(desired: Desired): string | undefined;
  read(text: string): Partial<Model>;
}

function row<P extends keyof Model>(
  variable: string,
  property: P,
  write: Row['write'],
  read: (text: string) => Model[P],
): Row {
  return { variable, property, write, read: (text) => ({ [property]: read(text) }) };
}

type Repository = NonNullable<Model['Repository']>;

function repositoryRow<P extends keyof Repository>(
  variable: string,
  property: P,
  write: Row['write'],
  read: (text: string) => Repository[P],
): Row {
  return {
    variable,
    property: `Repository.${property}`,
    write,
    read: (text) => ({ Repository: { [property]: read(text) } }),
  };
}

/** What may be given empty, and is then read back as it was given. */
const empty = {
  BuildArgs: {},
  BuildSecrets: {},
  InstallCommands: [],
  PreBuildCommands: [],
  ReplicaRegions: [],
  Tags: [],
} satisfies Partial<Model>;

/** Before the name of each build argument: the buildspec turns these variables into --build-arg options. */
const ARGUMENT = `${VARIABLE_PREFIX}ARG_`;

/** The IDs of BuildSecrets, in the order of the variables with their references. No ID contains a comma. */
const SECRETS = `${VARIABLE_PREFIX}SECRETS`;

const asText = (text: string): string => text;
const asFlag = (text: string): boolean => text === 'true';

/** A new property that exists only as input is a property of the schema and one row here. */
const rows: readonly Row[] = [
  row('DOCKERFILE', 'Dockerfile', ({ dockerfile }) => dockerfile, asText),
  row(
    'TARGET',
    'Target',
    ({ target }) => target ?? '',
    (text) => (text === '' ? undefined : text),
  ),
  row(
    'PLATFORM',
    'Platforms',
    ({ platforms }) => platforms.join(','),
    // The schema's type of a list of one or two names; the record contains what the schema has accepted.
    (text) => text.split(',') as Model['Platforms'],
  ),
  row('CACHE_DISABLED', 'CacheDisabled', ({ cacheDisabled }) => String(cacheDisabled), asFlag),
  row(
    'REPLICA_REGIONS',
    'ReplicaRegions',
    ({ replicaRegions }) => (replicaRegions.length === 0 ? undefined : replicaRegions.join(',')),
    (text) => text.split(','),
  ),
  row(
    'PARAMETER_NAME',
    'Publish',
    ({ parameterName }) => parameterName,
    (ParameterName) => ({ ParameterName }),
  ),
  row(
    'LOGS',
    'Logs',
    ({ logs }) => logs && JSON.stringify(logs),
    (text) => JSON.parse(text) as Model['Logs'],
  ),
  row('REVISION', 'Revision', ({ revision }) => revision, asText),
  row(
    'POLL_INTERVAL_SECONDS',
    'PollIntervalSeconds',
    ({ pollIntervalSeconds }) => pollIntervalSeconds?.toString(),
    (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
  ),
  row(
    'INLINE_DOCKERFILE',
    'Source',
    ({ source }) => ('inline' in source ? source.inline : undefined),
    (text) => ({
      Inline: text,
    }),
  ),
  repositoryRow('REPOSITORY_NAME', 'Name', ({ names }) => names.imageRepository, asText),
  repositoryRow(
    'REMOVAL_POLICY',
    'RemovalPolicy',
    ({ repository }) => repository.removalPolicy,
    (text) => removalPolicies.find((policy) => policy === text),
  ),
  repositoryRow('REPOSITORY_ADOPT', 'Adopt', ({ repository }) => repository.adopt?.toString(), asFlag),
  {
    variable: 'GIVEN_EMPTY',
    property: 'empty maps and lists',
    write: ({ givenEmpty }) => (givenEmpty.length === 0 ? undefined : givenEmpty.join(',')),
    read: (text) =>
      Object.fromEntries(Object.entries(empty).filter(([name]) => text.split(',').includes(name))),
  },
];

/** What the record adds to a project: plain variables, each value at most 4,096 characters. */
export function recordVariables(desired: Desired, tag: string): Record<string, string> {
  const written = rows.flatMap(({ variable, write }) => {
    const text = write(desired);
    return text === undefined ? [] : [[`${VARIABLE_PREFIX}${variable}`, text] as const];
  });
  const args = Object.entries(desired.buildArgs).map(
    ([name, value]) => [`${ARGUMENT}${name}`, value] as const,
  );
  const ids = Object.keys(desired.buildSecrets);
  return Object.fromEntries([
    [IMAGE_TAG, tag],
    ...(ids.length === 0 ? [] : [[SECRETS, ids.join(',')] as const]),
    ...Object.entries(policyVariables(desired.repository.policyText)),
    ...written,
    ...args,
  ]);
}

/** The properties that the variables record: the inverse of `recordVariables` and `secretVariables`. */
export function recordedProperties(
  variables: Record<string, string>,
  secrets: Record<string, string>,
): Partial<Model> {
  let model: Partial<Model> = { ImageTag: variables[IMAGE_TAG] };
  for (const { variable, read } of rows) {
    const text = variables[`${VARIABLE_PREFIX}${variable}`];
    if (text === undefined) continue;
    const found = read(text);
    model = {
      ...model,
      ...found,
      ...(found.Repository && { Repository: { ...model.Repository, ...found.Repository } }),
    };
  }
  const ids = variables[SECRETS]?.split(',') ?? [];
  model = { ...model, ...recordedSecrets(ids, secrets) };
  const PolicyText = recordedPolicy(variables);
  if (PolicyText !== undefined) model.Repository = { ...model.Repository, PolicyText };
  const args = Object.entries(variables).filter(([name]) => name.startsWith(ARGUMENT));
  if (args.length === 0) return model;
  return {
    ...model,
    BuildArgs: Object.fromEntries(args.map(([name, value]) => [name.slice(ARGUMENT.length), value])),
  };
}
