import type { BucketContent, Leftovers } from './find-leftovers';
import type { Registration } from './find-registration';
import { outputOf, versionIn } from './plan-registration';

/** Whether this command registered anything here. */
export const isPresent = ({ stack, remains }: Registration, { packages }: Leftovers): boolean =>
  stack !== undefined || remains !== undefined || (packages?.keys.length ?? 0) > 0;

/** Versions that something else registered: they keep the stack's version, the default one, from being deregistered. */
export const foreignVersions = (found: Registration): string[] =>
  (found.type?.versions ?? []).filter((id) => id !== versionIn(outputOf(found, 'TypeVersionArn')));

/** What a removal deletes, a sentence each. */
export function describeRemoval(found: Registration, { packages, contexts }: Leftovers): string[] {
  const { stack, remains, type, stackName } = found;
  const foreign = stack === undefined ? [] : foreignVersions(found);
  return [
    ...(stack ? [`the stack ${stackName}: roles, log of the handlers, version of the type`] : []),
    ...(remains ? [`the stack ${stackName}, which is ${remains.StackStatus}`] : []),
    ...(foreign.length > 0
      ? [`versions that something else registered, such as cfn submit: ${foreign.join(', ')}`]
      : []),
    ...(type?.configuration && stack ? ['the type configuration'] : []),
    ...(packages ? describeBucket(packages, 'package') : []),
    ...(contexts ? describeBucket(contexts, 'build context') : []),
  ];
}

function describeBucket({ name, keys, whole }: BucketContent, what: string): string[] {
  const objects = keys.length === 0 ? '' : `${keys.length} ${what}${keys.length === 1 ? '' : 's'}`;
  if (whole) return [`the bucket ${name}${objects === '' ? '' : ` with ${objects}`}`];
  return objects === '' ? [] : [`${objects} in the bucket ${name}`];
}

const MOST_NAMES = 5;

/** What breaks without the type. */
export function describeUse({ builders }: Leftovers): string | undefined {
  if (builders === undefined)
    return 'builders may exist (codebuild:ListProjects is not permitted): without the type, no stack can update or delete them';
  if (builders.length === 0) return undefined;
  const names = builders.slice(0, MOST_NAMES).join(', ');
  const more = builders.length > MOST_NAMES ? ` and ${builders.length - MOST_NAMES} more` : '';
  const [what, them] =
    builders.length === 1 ? ['1 builder exists', 'it'] : [`${builders.length} builders exist`, 'them'];
  return `${what} (${names}${more}): without the type, no stack can update or delete ${them}; delete the stacks first`;
}
