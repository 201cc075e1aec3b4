import type { Desired } from '../plan/desired';
import type { PolicyText } from '../plan/repository-policy';
import type { RepositoryDefinition } from '../ports/ecr';

/** What one of the builder's repositories should be. */
export interface DesiredRepository extends RepositoryDefinition {
  lifecyclePolicy: string;
  policyText?: PolicyText | undefined;
  policyDropped?: boolean | undefined;
  /** Use one that exists, whoever created it. */
  adopt?: boolean | undefined;
  given?: Desired['repository']['given'];
}
