import { type Dockerfile, parseDockerfile, wordsOf } from './dockerfile';

/** Arguments that BuildKit accepts without an ARG (Dockerfile reference, "Predefined ARGs" and "BuildKit built-in build args"). */
const PREDEFINED =
  /^((HTTP|HTTPS|FTP|NO|ALL)_PROXY|(http|https|ftp|no|all)_proxy|BUILDKIT_.*|SOURCE_DATE_EPOCH|(TARGET|BUILD)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE)$/;

/** Docker's own frontend, in any registry and release. */
const DOCKERS_FRONTEND = /(^|\/)(docker|moby)\/dockerfile(-upstream)?([:@]|$)/;

/**
 * The build arguments that no ARG of the Dockerfile declares; without a warning, a misspelt name shows up only at run time.
 * Returns none when another frontend parses the Dockerfile.
 */
export function undeclaredArguments(text: string, buildArgs: Record<string, string>): string[] {
  const dockerfile = parseDockerfile(text);
  const syntax = buildArgs.BUILDKIT_SYNTAX ?? dockerfile.syntax;
  if (syntax !== undefined && !DOCKERS_FRONTEND.test(syntax)) return [];
  const declared = declarationsOf(dockerfile);
  return Object.keys(buildArgs).filter((name) => !declared.has(name) && !PREDEFINED.test(name));
}

/** A warning for each of them, for the build's log and the stack event. */
export const argumentWarnings = (text: string, buildArgs: Record<string, string>): string[] =>
  undeclaredArguments(text, buildArgs).map((name) => `BuildArgs.${name} is not declared by any ARG`);

/** Every ARG's name and its default, of all stages. */
export function declarationsOf({ instructions }: Dockerfile): Map<string, string | undefined> {
  const words = instructions.flatMap(({ keyword, arguments: text }) =>
    keyword === 'ARG' ? wordsOf(text) : [],
  );
  return new Map(
    words.map((word) => {
      const [, name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
      return [unquoted(name), value === undefined ? undefined : unquoted(value)];
    }),
  );
}

const unquoted = (text: string): string => text.replaceAll(/^(["'])([\s\S]*)\1$/g, '$2');
