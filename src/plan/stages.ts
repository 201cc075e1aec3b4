import type { Desired } from './desired';
import { isDockersFrontend, parseDockerfile } from './dockerfile';

/**
 * Why the Dockerfile has no stage of the target's name; undefined if it has one, or if a frontend other than Docker's own
 * decides. Stages are named by `AS`, in any case, or counted from 0.
 */
export function missingStage(
  text: string,
  { target, buildArgs }: Pick<Desired, 'target' | 'buildArgs'>,
): string | undefined {
  const { syntax, instructions } = parseDockerfile(text);
  if (target === undefined || !isDockersFrontend(buildArgs.BUILDKIT_SYNTAX ?? syntax)) return undefined;
  const stages = instructions.filter(({ keyword }) => keyword === 'FROM');
  const names = stages.flatMap(({ arguments: words }) => /\sAS\s+(\S+)\s*$/i.exec(words)?.[1] ?? []);
  if (names.some((name) => name.toLowerCase() === target.toLowerCase())) return undefined;
  if (/^\d+$/.test(target) && Number(target) < stages.length) return undefined;
  const known = names.length === 0 ? 'it names none (FROM ... AS <name>)' : `its stages: ${names.join(', ')}`;
  return `Target: ${JSON.stringify(target)} is not a stage of the Dockerfile; ${known}`;
}
