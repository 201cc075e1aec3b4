import { type Dockerfile, isDockersFrontend, parseDockerfile, wordsOf } from './dockerfile';

/** Arguments that BuildKit accepts without an ARG (Dockerfile reference, "Predefined ARGs" and "BuildKit built-in build args"). */
const PREDEFINED =
  /^((HTTP|HTTPS|FTP|NO|ALL)_PROXY|(http|https|ftp|no|all)_proxy|BUILDKIT_.*|SOURCE_DATE_EPOCH|(TARGET|BUILD)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE)$/;

/**
 * The build arguments that no ARG of the Dockerfile declares; without a warning, a misspelt name shows up only at run time.
 * Returns none when another frontend parses the Dockerfile.
 */
export function undeclaredArguments(text: string, buildArgs: Record<string, string>): string[] {
  const dockerfile = parseDockerfile(text);
  const syntax = buildArgs.BUILDKIT_SYNTAX ?? dockerfile.syntax;
  if (!isDockersFrontend(syntax)) return [];
  const declared = declarationsOf(dockerfile);
  // A name that contains a variable can be any.
  if ([...declared.keys()].some((name) => name.includes('$'))) return [];
  return Object.keys(buildArgs).filter((name) => !declared.has(name) && !PREDEFINED.test(name));
}

/** A warning for each of them, for the build's log and the stack event. */
export const argumentWarnings = (text: string, buildArgs: Record<string, string>): string[] =>
  undeclaredArguments(text, buildArgs).map((name) => `BuildArgs.${name} is not declared by any ARG`);

/** Every ARG's name and its default, of all stages, with those that a stage takes over from another's ONBUILD. */
export function declarationsOf({ instructions, escape: mark }: Dockerfile): Map<string, string | undefined> {
  const words = instructions.flatMap(({ keyword, arguments: text }) =>
    keyword === 'ARG' ? wordsOf(text, mark) : [],
  );
  return new Map(
    [...words, ...inheritedArguments(instructions, mark)].map((word) => {
      const [, name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
      return [unquoted(name), value === undefined ? undefined : unquoted(value)];
    }),
  );
}

/** Of the stages that other stages are built from. */
function inheritedArguments(instructions: Dockerfile['instructions'], mark: string): string[] {
  const stages = instructions.map(({ keyword, arguments: text }) =>
    keyword === 'FROM' ? /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text.toLowerCase()) : null,
  );
  const bases = new Set(stages.map((stage) => stage?.[1]));
  let isBase = false;
  return instructions.flatMap(({ arguments: text }, at) => {
    const stage = stages[at];
    if (stage) isBase = stage[2] !== undefined && bases.has(stage[2]);
    const [, declared] = /^ARG\s+([\s\S]*)$/i.exec(text) ?? [];
    return isBase && instructions[at]?.keyword === 'ONBUILD' && declared !== undefined
      ? wordsOf(declared, mark)
      : [];
  });
}

const unquoted = (text: string): string => text.replaceAll(/^(["'])([\s\S]*)\1$/g, '$2');
