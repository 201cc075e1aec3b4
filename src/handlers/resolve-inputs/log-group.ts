import type { LogGroup } from '../../plan/build-log';
import type { Run } from '../../ports/run';
import { ServiceError } from '../../ports/service-error';
import type { HandlerErrorCode } from '../../runtime/protocol';
import { reread } from '../../waiting/reread';

/** Why builds can't write to a log group of the user's, as far as the handlers can know; undefined if they can. */
export async function refuseLogGroup(
  { name, retention }: LogGroup,
  run: Run,
): Promise<{ code: HandlerErrorCode; message: string } | undefined> {
  if (retention !== undefined) return undefined;
  try {
    if (await reread(() => run.aws.logs.hasGroup(name), Boolean, run)) return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'denied') throw error;
    return {
      code: 'AccessDenied',
      message: `Logs.GroupName: the type's execution role may not read the log group "${name}"; add its ARN to the registration's parameter LogGroups (${error.message})`,
    };
  }
  return {
    code: 'InvalidRequest',
    message: `Logs.GroupName: there is no log group "${name}"; create it (AWS::Logs::LogGroup), or leave GroupName out`,
  };
}
