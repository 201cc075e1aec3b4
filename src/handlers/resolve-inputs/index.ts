import { ServiceError } from '../../aws/service-error';
import type { Model, TypeConfiguration } from '../../models';
import type { Run } from '../../parts/part';
import { isTaken, taken } from '../../parts/project';
import { foreignRepository, isForeign } from '../../parts/repository';
import type { Desired } from '../../plan/desired';
import type { HandlerErrorCode } from '../../runtime/protocol';
import { brokenLimit } from './limits';
import { checkSource, type SourceFacts } from './source';
import { unsupported } from './unsupported';

interface Refused {
  refusal: { errorCode: HandlerErrorCode; message: string };
}

const refuse = (errorCode: HandlerErrorCode, message: string): Refused => ({
  refusal: { errorCode, message },
});

export interface Input {
  model: Model;
  desired: Desired;
  typeConfiguration: TypeConfiguration | undefined;
}

/** Everything that can be known to be wrong before anything exists. What costs nothing is checked first. */
export async function validate(
  { model, desired, typeConfiguration }: Input,
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
  if (await isTaken(desired, run)) {
    const { message } = taken(desired) as { message: string };
    return refuse('AlreadyExists', message);
  }
  const repositories = [
    desired.names.imageRepository,
    ...(desired.cacheDisabled ? [] : [desired.names.cacheRepository]),
  ];
  for (const name of repositories) {
    if (await isForeign(name, desired.names.builder, run))
      return refuse('AlreadyExists', foreignRepository(name));
  }
  return source;
}

function notReadable(desired: Desired, error: ServiceError): string {
  const where = 'inline' in desired.source ? '' : `s3://${desired.source.bucket}/${desired.source.key}`;
  return `Source: ${where} can't be read (${error.message}); the object may be missing, or the type's execution role may not read this bucket: name it in the registration's source buckets`;
}
