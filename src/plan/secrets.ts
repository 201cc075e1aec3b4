import { createHash } from 'node:crypto';
import { VARIABLE_PREFIX } from '../ports/codebuild';
import type { Desired } from './desired';
import { architectureOf } from './platforms';

/**
 * A secret as CodeBuild's variables name it: `<ARN>[:json-key[:version-stage[:version-id]]]`. The project contains the
 * reference; CodeBuild reads the value with the build role when a build starts, and masks it in the log.
 */
const REFERENCE =
  /^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+(?::([^:]*)(?::([^:]*)(?::([^:]*))?)?)?$/;

/** What is wrong with a reference, without quoting it: a resolved dynamic reference would be the value itself. */
export function referenceProblem(reference: string): string | undefined {
  const found = REFERENCE.exec(reference);
  if (found === null)
    return 'must be the ARN of a Secrets Manager secret, arn:...:secret:<name>[:<json-key>[:<version-stage>[:<version-id>]]], not its name or value';
  if (found[2] && found[3])
    return 'has both a version stage and a version ID; CodeBuild takes one of them: leave the other empty';
  return undefined;
}

/** Before the position of each of BuildSecrets: the install block removes these variables from users' commands. */
const SECRET = `${VARIABLE_PREFIX}SECRET_`;
const DOCKER_LOGIN = `${VARIABLE_PREFIX}DOCKER_LOGIN`;

type Secrets = Pick<Desired, 'buildSecrets' | 'dockerLoginSecretArn'>;

/** The variables of a project that CodeBuild fills from Secrets Manager. An ID may have characters that a variable's name may not. */
export const secretVariables = ({ buildSecrets, dockerLoginSecretArn }: Secrets): Record<string, string> => ({
  ...Object.fromEntries(Object.values(buildSecrets).map((reference, at) => [`${SECRET}${at}`, reference])),
  ...(dockerLoginSecretArn === undefined ? {} : { [DOCKER_LOGIN]: dockerLoginSecretArn }),
});

/** The inverse of `secretVariables`. */
export const recordedSecrets = (ids: string[], secrets: Record<string, string>) => ({
  ...(ids.length > 0 && {
    BuildSecrets: Object.fromEntries(ids.map((id, at) => [id, secrets[`${SECRET}${at}`] ?? ''])),
  }),
  ...(secrets[DOCKER_LOGIN] !== undefined && { DockerLoginSecretArn: secrets[DOCKER_LOGIN] }),
});

/**
 * The tag of a platform's layer cache. BuildKit's cache ignores the values of secrets, so a step that used another secret would be
 * taken from the cache: other references get another cache.
 */
export function cacheTag({ buildSecrets }: Pick<Desired, 'buildSecrets'>, platform: string): string {
  const tag = `cache-${architectureOf(platform)}`;
  const references = Object.entries(buildSecrets).sort(([a], [b]) => (a < b ? -1 : 1));
  if (references.length === 0) return tag;
  return `${tag}-${createHash('sha256').update(JSON.stringify(references)).digest('hex').slice(0, 12)}`;
}
