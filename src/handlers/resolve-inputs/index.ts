import type { Model, TypeConfiguration } from '../../models';
import { refuseName } from '../../parts/project';
import { refuseRepository } from '../../parts/repository';
import type { Desired } from '../../plan/desired';
import type { Run } from '../../ports/run';
import { ServiceError } from '../../ports/service-error';
import type { HandlerErrorCode } from '../../runtime/protocol';
import { brokenLimit } from './limits';
import { checkSource, type SourceFacts } from './source';
import { unsupported } from './unsupported';

interface Refused {
  refusal: { code: HandlerErrorCode; message: string };
}

const refuse = (code: HandlerErrorCode, message: string): Refused => ({ refusal: { code, message } });

export interface Inputs {
  model: Model;
  desired: Desired;
  typeConfiguration: TypeConfiguration | undefined;
}

/** Resolves the inputs, and refuses everything that can be known to be wrong before anything exists; cheapest first. */
export async function resolveInputs(
  { model, desired, typeConfiguration }: Inputs,
  run: Run,
): Promise<SourceFacts | Refused> {
  const wrong = unsupported(model, typeConfiguration) ?? brokenLimit(desired);
  if (wrong !== undefined) return refuse('InvalidRequest', wrong);
  const source = await checkSource(desired, run).catch((error) => {
    if (error instanceof ServiceError && error.kind === 'denied')
      return refuse('AccessDenied', notReadable(desired, error));
    throw error;
  });
  if ('refusal' in source) return source;
  if ('problem' in source) return refuse('InvalidRequest', source.problem);
  const taken = await refuseName(desired, run);
  if (taken !== undefined) return { refusal: taken };
  const { imageRepository, cacheRepository, builder } = desired.names;
  for (const name of desired.cacheDisabled ? [imageRepository] : [imageRepository, cacheRepository]) {
    const foreign = await refuseRepository(name, builder, run);
    if (foreign !== undefined) return refuse('AlreadyExists', foreign);
  }
  return source;
}

function notReadable(desired: Desired, error: ServiceError): string {
  const where = 'inline' in desired.source ? '' : `s3://${desired.source.bucket}/${desired.source.key}`;
  return `Source: ${where} can't be read (${error.message}); the object may be missing, or the type's execution role may not read this bucket: name it in the registration's source buckets`;
}
