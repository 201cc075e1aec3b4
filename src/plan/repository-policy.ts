import { isDeepStrictEqual } from 'node:util';
import type { Model } from '../models';
import { VARIABLE_PREFIX } from '../ports/codebuild';

export type PolicyText = NonNullable<NonNullable<Model['Repository']>['PolicyText']>;

interface Policy {
  Statement?: Statement | Statement[];
}
type Statement = Record<string, unknown>;

/** The statement that Lambda adds to the repository of a function's image, if whoever deploys the function may. */
const LAMBDAS = 'LambdaECRImageRetrievalPolicy';

/** ECR's limit for a policy, in characters. */
const LIMIT = 10_240;

const parsed = (text: PolicyText): Policy => (typeof text === 'string' ? JSON.parse(text) : text) as Policy;
const statementsOf = ({ Statement = [] }: Policy): Statement[] => [Statement].flat();
const isLambdas = ({ Sid }: Statement): boolean => Sid === LAMBDAS;

/** Why ECR would not take the text; undefined if it may. */
export function brokenPolicy(given: PolicyText | undefined): string | undefined {
  if (given === undefined) return undefined;
  const wrong = 'Repository.PolicyText is not a policy: give a JSON object with Version and Statement';
  try {
    const policy: unknown = parsed(given);
    if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return wrong;
    const { length } = JSON.stringify(policy);
    return length <= LIMIT
      ? undefined
      : `Repository.PolicyText has ${length} characters; at most ${LIMIT} are allowed (ECR's limit)`;
  } catch {
    return wrong;
  }
}

/**
 * The policy that a repository should have: the wanted one, with the statement of Lambda that it has now.
 * @param wanted undefined: only that statement stays
 * @returns the text; undefined: no policy
 */
export function policyFor(wanted: PolicyText | undefined, actual: string | undefined): string | undefined {
  const policy = wanted === undefined ? { ...(actual && parsed(actual)) } : parsed(wanted);
  const own = wanted === undefined ? [] : statementsOf(policy);
  const lambdas = actual === undefined ? [] : statementsOf(parsed(actual)).filter(isLambdas);
  const Statement = own.some(isLambdas) ? own : [...own, ...lambdas];
  return Statement.length === 0 ? undefined : JSON.stringify({ ...policy, Statement });
}

/** The property, as it was given if the repository's policy means the same; otherwise that policy. */
export function readPolicy(given: PolicyText, actual: string | undefined): PolicyText | undefined {
  if (actual === undefined) return undefined;
  const policy = parsed(actual);
  const expectsLambdas = statementsOf(parsed(given)).some(isLambdas);
  const Statement = statementsOf(policy).filter((one) => expectsLambdas || !isLambdas(one));
  if (samePolicy(parsed(given), { ...policy, Statement })) return given;
  const found = { ...policy, Statement };
  return typeof given === 'string' ? JSON.stringify(found) : found;
}

/** Whether two policies mean the same. ECR names an account by its root user, and one value need not be a list. */
export const samePolicy = (one: Policy, other: Policy): boolean =>
  isDeepStrictEqual(canonical(one), canonical(other));

function canonical(value: unknown): unknown {
  if (Array.isArray(value))
    return [...new Set(value.map((entry) => JSON.stringify(canonical(entry))))].sort();
  if (typeof value !== 'object' || value === null)
    return String(value).replace(/^arn:[a-z0-9-]+:iam::(\d{12}):root$/, '$1');
  return Object.entries(value)
    .map(([key, member]) => [key, canonical(listed(key, member))] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function listed(key: string, member: unknown): unknown {
  if (key === 'Principal' && member === '*') return { AWS: ['*'] };
  const isBlock = typeof member === 'object' && member !== null && key !== 'Statement';
  return Array.isArray(member) || isBlock ? member : [member];
}

/** The variables of the record: ECR returns a policy in words of its own. */
const RECORD = `${VARIABLE_PREFIX}REPOSITORY_POLICY_`;
/** CodeBuild's limit for the value of a variable, in characters. */
const VALUE_LIMIT = 4_096;

export function policyVariables(given: PolicyText | undefined): Record<string, string> {
  if (given === undefined) return {};
  // A piece must not end within a character.
  const text = JSON.stringify(given).replaceAll(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const pieces = text.match(new RegExp(`.{1,${VALUE_LIMIT}}`, 'g')) ?? [];
  return Object.fromEntries(pieces.map((piece, at) => [`${RECORD}${at}`, piece]));
}

/** The inverse of `policyVariables`. */
export function recordedPolicy(variables: Record<string, string>): PolicyText | undefined {
  let text = '';
  for (let at = 0; variables[`${RECORD}${at}`] !== undefined; at += 1) text += variables[`${RECORD}${at}`];
  return text === '' ? undefined : (JSON.parse(text) as PolicyText);
}
