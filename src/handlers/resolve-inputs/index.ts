import { refuseName } from '../../parts/project';
import { refuseRepository } from '../../parts/repository';
import { baseRegistries } from '../../plan/base-registries';
import { brokenLogs } from '../../plan/build-log';
import { type Desired, imageTag, platformTags, propertiesHash } from '../../plan/desired';
import { argumentWarnings } from '../../plan/dockerfile-arguments';
import { brokenKey } from '../../plan/encryption-key';
import { brokenParameterName } from '../../plan/parameter-name';
import { brokenRegions } from '../../plan/regions';
import { brokenPolicy, recordedPolicy } from '../../plan/repository-policy';
import { missingStage } from '../../plan/stages';
import type { Resolution } from '../../ports/callback-context';
import type { Project } from '../../ports/codebuild';
import type { Run } from '../../ports/run';
import { ServiceError } from '../../ports/service-error';
import type { HandlerErrorCode } from '../../runtime/protocol';
import { findBuiltBefore } from './built-before';
import { brokenLimit } from './limits';
import { refuseLogGroup } from './log-group';
import { notReadable } from './not-readable';
import { resolveReplication } from './replication';
import { checkSource } from './source';

interface Refused {
  refusal: { code: HandlerErrorCode; message: string };
}

const refuse = (code: HandlerErrorCode, message: string): Refused => ({ refusal: { code, message } });

export interface Inputs {
  desired: Desired;
  /** The project that an update finds. */
  record: Project | undefined;
}

/** Resolves the inputs, and refuses everything that can be known to be wrong before anything exists; cheapest first. */
export async function resolveInputs({ desired, record }: Inputs, run: Run): Promise<Resolution | Refused> {
  const wrong =
    brokenLimit(desired) ??
    brokenRegions(desired) ??
    brokenParameterName(desired.parameterName) ??
    brokenLogs(desired.names, desired.logGroup) ??
    brokenKey(desired) ??
    brokenPolicy(desired.repository.policyText);
  if (wrong !== undefined) return refuse('InvalidRequest', wrong);
  const unwritable = await refuseLogGroup(desired.logGroup, run);
  if (unwritable !== undefined) return { refusal: unwritable };
  const resolution = await resolveImage(desired, record, run);
  if ('refusal' in resolution) return resolution;
  const taken = await refuseName(desired, run);
  if (taken !== undefined) return { refusal: taken };
  const { imageRepository, cacheRepository } = desired.names;
  for (const name of desired.cacheDisabled ? [imageRepository] : [imageRepository, cacheRepository]) {
    const { adopt, kmsKeyArn: kmsKey } = desired.repository;
    const wanted = name === imageRepository ? { adopt, kmsKey } : {};
    const foreign = await refuseRepository(name, desired, run, wanted);
    if (foreign !== undefined) return refuse('AlreadyExists', foreign);
  }
  const elsewhere = await resolveReplication(desired, record, run);
  if ('refusal' in elsewhere) return refuse(elsewhere.refusal.code, elsewhere.refusal.message);
  const warnings = [...(resolution.warnings ?? []), ...(elsewhere.warnings ?? [])];
  const { policyText } = desired.repository;
  const policyDropped =
    policyText === undefined && record !== undefined && recordedPolicy(record.variables) !== undefined;
  return {
    ...resolution,
    ...elsewhere,
    ...(policyDropped && { policyDropped }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The image's tag: of the image that these properties gave before, or from the source as it is now. */
async function resolveImage(
  desired: Desired,
  record: Project | undefined,
  run: Run,
): Promise<Resolution | Refused> {
  const properties = propertiesHash(desired);
  const { tag, finished } = await findBuiltBefore(desired, properties, record, run);
  if (tag !== undefined) return { imageTag: tag, properties, finished, builtBefore: true };
  const source = await checkSource(desired, run).catch((error) => {
    if (error instanceof ServiceError && error.kind === 'denied' && 'bucket' in desired.source)
      return refuse('AccessDenied', notReadable(desired.source, error));
    throw error;
  });
  if ('refusal' in source) return source;
  if ('problem' in source) return refuse('InvalidRequest', source.problem);
  const noStage = source.dockerfile && missingStage(source.dockerfile, desired);
  if (noStage) return refuse('InvalidRequest', noStage);
  return {
    imageTag: imageTag(desired, source.source),
    ...(desired.platforms.length > 1 && { platformTags: platformTags(desired, source.source) }),
    properties,
    finished,
    sourceVersion: source.version,
    ...(source.dockerfile !== undefined && {
      warnings: argumentWarnings(source.dockerfile, desired.buildArgs),
      registries: baseRegistries(source.dockerfile, desired.buildArgs),
    }),
  };
}
