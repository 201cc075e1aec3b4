import { posix } from 'node:path';
import { buildspec } from '../../plan/buildspec';
import type { Desired } from '../../plan/desired';
import { BUILDER_NAME } from '../../plan/names';
import { referenceProblem } from '../../plan/secrets';
import { isReserved, MAX_USER_TAGS } from '../../plan/tags';

/** CodeBuild's limit for the value of an environment variable, in characters. */
const VALUE_LIMIT = 4_096;
/** For all build arguments together, in bytes: the longest single argument that Linux allows a process. */
const ARGUMENTS_LIMIT = 128 * 1024;

/** The narrower of CodeBuild's and ECR's rules for tags. */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=@+-]*$/u;

/** The first limit that the desired builder breaks, as a message that names the property, the value and the fix. */
export function brokenLimit(desired: Desired): string | undefined {
  return (
    name(desired) ??
    dockerfile(desired) ??
    buildArguments(desired) ??
    secrets(desired) ??
    tags(desired) ??
    commands(desired)
  );
}

const quote = (text: string): string => {
  const safe = JSON.stringify(text.toWellFormed());
  return safe.length > 80 ? `${safe.slice(0, 76)}..."` : safe;
};

function name({ names: { builder } }: Desired): string | undefined {
  if (BUILDER_NAME.test(builder) && builder.length >= 2 && builder.length <= 100) return undefined;
  return `BuilderName ${quote(builder)} must be 2 to 100 lower-case letters and digits, in words joined by "-", beginning with a letter`;
}

function dockerfile({ dockerfile: path, source, target }: Desired): string | undefined {
  if ('inline' in source) {
    if (path !== 'Dockerfile')
      return `Dockerfile ${quote(path)} can't be given together with Source.Inline, whose text is the Dockerfile; leave it out`;
    if (source.inline.length > VALUE_LIMIT) {
      return `Source.Inline has ${source.inline.length} characters; at most ${VALUE_LIMIT} are allowed: put the Dockerfile into a context in S3`;
    }
    if (!/^\s*FROM\s/im.test(source.inline))
      return 'Source.Inline is not a Dockerfile: it has no FROM instruction';
    return notText('Source.Inline', source.inline);
  }
  if (path === '' || path.startsWith('/') || /^\.{0,2}\/?$|^\.\.\//.test(posix.normalize(path))) {
    return `Dockerfile ${quote(path)} must be a path inside the build context, such as "docker/Dockerfile.prod"`;
  }
  return notText('Dockerfile', path) ?? (target === undefined ? undefined : notText('Target', target));
}

/** Characters that a process environment, or JSON in UTF-8, cannot carry. */
function notText(property: string, value: string): string | undefined {
  if (value.includes('\0'))
    return `${property} contains a NUL character, which an environment variable cannot carry; remove it`;
  if (!value.isWellFormed())
    return `${property} contains an unpaired surrogate, which is not valid Unicode; remove it`;
  return undefined;
}

function buildArguments({ buildArgs }: Desired): string | undefined {
  let total = 0;
  for (const [argument, value] of Object.entries(buildArgs)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(argument)) {
      return `BuildArgs: ${quote(argument)} is not a valid argument name; use letters, digits and "_", not beginning with a digit`;
    }
    // The value stays out of the message: it may be a secret.
    if (value.length > VALUE_LIMIT) {
      return `BuildArgs.${argument} has ${value.length} characters; at most ${VALUE_LIMIT} are allowed (CodeBuild's limit for a variable)`;
    }
    const [reference] = /\{\{resolve:[^{}]*\}\}/.exec(value) ?? [];
    if (reference !== undefined) {
      return `BuildArgs.${argument} contains ${quote(reference)}, a dynamic reference that CloudFormation did not resolve: check its spelling; references to ssm and secretsmanager are resolved, to ssm-secure only in some properties of AWS types`;
    }
    const wrong = notText(`BuildArgs.${argument}`, value);
    if (wrong !== undefined) return wrong;
    total += Buffer.byteLength(`${argument}=${value}`);
  }
  if (total <= ARGUMENTS_LIMIT) return undefined;
  return `BuildArgs has ${total} bytes in all; at most ${ARGUMENTS_LIMIT} are allowed: put large values into the build context`;
}

function secrets({ buildSecrets, dockerLoginSecretArn }: Desired): string | undefined {
  for (const [id, reference] of Object.entries(buildSecrets)) {
    if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(id))
      return `BuildSecrets: ${quote(id)} is not a valid ID; use letters, digits, "_", "." and "-"`;
    const problem = referenceProblem(reference);
    if (problem !== undefined) return `BuildSecrets.${id} ${problem}`;
  }
  if (Object.keys(buildSecrets).join(',').length > VALUE_LIMIT)
    return `BuildSecrets: its IDs have more than ${VALUE_LIMIT} characters in all; use shorter ones`;
  const problem = dockerLoginSecretArn === undefined ? undefined : referenceProblem(dockerLoginSecretArn);
  return problem === undefined ? undefined : `DockerLoginSecretArn ${problem}`;
}

function tags({ userTags }: Desired): string | undefined {
  const given = Object.entries(userTags);
  if (given.length > MAX_USER_TAGS) {
    return `Tags: ${given.length} tags with the stack's; at most ${MAX_USER_TAGS} are allowed in addition to the builder's own`;
  }
  for (const [key, value] of given) {
    if (isReserved(key)) return `Tags: the key ${quote(key)} is reserved; choose another`;
    if (key.length < 1 || key.length > 127)
      return `Tags: the key ${quote(key)} has ${key.length} characters; 1 to 127 are allowed`;
    if (value.length > 255)
      return `Tags: the value of ${quote(key)} has ${value.length} characters; at most 255 are allowed`;
    const wrong = [key, value].find((text) => !TAG_CHARACTERS.test(text));
    if (wrong !== undefined) {
      return `Tags: ${quote(wrong)} contains a character that CodeBuild does not allow in tags; use letters, digits, spaces and _ . : / = + - @`;
    }
  }
  return undefined;
}

function commands({ install, preBuild }: Desired): string | undefined {
  try {
    buildspec({ install, preBuild });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
