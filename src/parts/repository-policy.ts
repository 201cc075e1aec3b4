import { policyFor, samePolicy } from '../plan/repository-policy';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { type Fail, fail } from '../waiting/outcome';
import type { DesiredRepository } from './desired-repository';

/**
 * Brings a repository's policy to the desired one. Without the property it is left alone, unless the property was
 * there before. The statement of Lambda stays: functions pull through it.
 */
export async function applyPolicy(
  { name, policyText, policyDropped = false }: DesiredRepository,
  run: Run,
): Promise<Fail | undefined> {
  if (policyText === undefined && !policyDropped) return undefined;
  const { ecr } = run.aws;
  const actual = await ecr.repositoryPolicy(name);
  const wanted = policyFor(policyText, actual);
  if (wanted === undefined) {
    if (actual !== undefined) await ecr.deleteRepositoryPolicy(name);
    return undefined;
  }
  if (actual !== undefined && samePolicy(JSON.parse(wanted), JSON.parse(actual))) return undefined;
  try {
    await ecr.setRepositoryPolicy(name, wanted);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'input') throw error;
    return fail('InvalidRequest', `Repository.PolicyText: ECR refuses the policy: ${error.message}`);
  }
}
