import { runIn } from '../../parts/elsewhere';
import { refuseParameter } from '../../parts/publish';
import { replicaClaim } from '../../parts/replication-repositories';
import { refuseRepository } from '../../parts/repository';
import type { Desired } from '../../plan/desired';
import { replicaOwner } from '../../plan/ownership';
import { recordedProperties } from '../../plan/record';
import { formerAfter, recordedRulesOfOthers } from '../../plan/replication-record';
import { rulesFor } from '../../plan/replication-rules';
import type { Resolution } from '../../ports/callback-context';
import type { Project } from '../../ports/codebuild';
import type { Run } from '../../ports/run';
import { ServiceError } from '../../ports/service-error';

type Resolved = Pick<Resolution, 'former' | 'rulesOfOthers' | 'warnings'>;

interface Refusal {
  code: 'AlreadyExists' | 'InvalidRequest';
  message: string;
}

/** A refusal, or what the parts of the other Regions have to know. */
export async function resolveReplication(
  desired: Desired,
  record: Project | undefined,
  run: Run,
): Promise<Resolved | { refusal: Refusal }> {
  const { replicaRegions, parameterName, names } = desired;
  if (record === undefined && replicaRegions.length === 0 && parameterName === undefined) return {};
  // A create that is tried again finds what it recorded.
  const project = record ?? (await run.aws.codebuild.project(names.project));
  const variables = project?.variables ?? {};
  const former = formerAfter(variables, desired);
  const refusal = (await refuseReplicas(desired, run)) ?? (await refuseParameters(desired, run));
  if (refusal !== undefined) return { refusal };
  const recorded = recordedRulesOfOthers(variables);
  if (replicaRegions.length === 0) return { former, rulesOfOthers: recorded };
  const before = recordedProperties(variables, {}).ReplicaRegions !== undefined;
  const rulesOfOthers = before
    ? recorded
    : rulesFor(await run.aws.replication.configuration(), names.imageRepository);
  const overlap = await findOverlap(names.imageRepository, run);
  // What exists must not be stranded by a repository that someone else created since.
  if (overlap !== undefined && record === undefined)
    return { refusal: { code: 'InvalidRequest', message: overlap } };
  return { former, rulesOfOthers, ...(overlap !== undefined && { warnings: [overlap] }) };
}

/** ECR selects the repositories of a rule by how their names begin. */
async function findOverlap(repository: string, run: Run): Promise<string | undefined> {
  const found = await run.aws.replication.repositoriesWithPrefix(repository);
  const others = found.filter((name) => name !== repository);
  if (others.length === 0) return undefined;
  const shown = others.slice(0, 5).join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '');
  return `ReplicaRegions: ECR replicates every repository whose name begins with "${repository}", so it would also replicate ${shown}; choose a Repository.Name that no other name begins with`;
}

async function refuseReplicas(desired: Desired, run: Run): Promise<Refusal | undefined> {
  const claim = replicaClaim(desired);
  const refusals = await Promise.all(
    desired.replicaRegions.map(async (region) => {
      try {
        const taken = await refuseRepository(desired.names.imageRepository, claim, runIn(region, run));
        if (taken === undefined) return undefined;
        return { code: 'AlreadyExists' as const, message: `ReplicaRegions: in ${region}, ${taken}` };
      } catch (error) {
        const message = unreachable(region, error);
        if (message === undefined) throw error;
        return { code: 'InvalidRequest' as const, message };
      }
    }),
  );
  return refusals.find((refusal) => refusal !== undefined);
}

/** The first call in a Region shows whether there is such a Region, and whether the account has it. */
function unreachable(region: string, error: unknown): string | undefined {
  const code = error instanceof ServiceError ? error.code : '';
  if (/^(ENOTFOUND|EAI_AGAIN)/.test(code))
    return `ReplicaRegions: ECR can't be reached in ${region} (${code}); check the name of the Region`;
  if (/^(UnrecognizedClient|InvalidClientTokenId)/.test(code))
    return `ReplicaRegions: the account can't use ${region} (${code}); enable the Region for the account, or leave it out`;
  return undefined;
}

async function refuseParameters(desired: Desired, run: Run): Promise<Refusal | undefined> {
  const { parameterName: name, place, replicaRegions, names } = desired;
  if (name === undefined) return undefined;
  const owner = replicaOwner(names.builder, place.region);
  const refusals = await Promise.all(
    [place.region, ...replicaRegions].map((region) => refuseParameter(name, region, owner, run)),
  );
  const message = refusals.find((refusal) => refusal !== undefined);
  return message === undefined ? undefined : { code: 'AlreadyExists', message };
}
