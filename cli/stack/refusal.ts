// CloudFormation's refusals of a change, with what to do about them.
import { isNativeError } from 'node:util/types';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import { badInput, CommandFailure, ExitCode, notReady } from '../exit-code';
import { invocation } from '../invocation';

/** The failure for an error of CreateChangeSet; the error itself when it says nothing about the change. */
export function explainRefusal(error: unknown, typeName: string, connection: Connection): unknown {
  if (!isNativeError(error)) return error;
  if (hasName(error, 'InsufficientCapabilitiesException')) {
    return capabilityMissing(/CAPABILITY_\w+/.exec(error.message)?.[0] ?? 'CAPABILITY_IAM');
  }
  if (hasName(error, 'ValidationError')) return refusal(error.message, typeName, connection);
  if (hasName(error, 'LimitExceededException')) {
    return new CommandFailure(ExitCode.stackFailed, `an account limit is reached: ${error.message}`);
  }
  return error;
}

export const capabilityMissing = (capability: string): CommandFailure =>
  badInput(
    `the template creates IAM resources or uses macros: acknowledge this with --capabilities ${capability}`,
  );

/** A refusal by its text, which is all that CloudFormation gives. */
export function refusal(reason: string, typeName: string, { ownEndpoint }: Connection): CommandFailure {
  const unknown = /Unrecognized resource types?: \[([^\]]*)\]/i.exec(reason)?.[1] ?? '';
  if (unknown.split(/,\s*/).includes(typeName)) {
    return notReady(
      ownEndpoint
        ? `${typeName} is not registered at this endpoint: ${invocation()} local up starts one where it is`
        : `${typeName} is not registered in this account and Region; this version can't register it on AWS yet: ` +
            `deploy to the local engine with --local, or register the package yourself ` +
            `(aws cloudformation register-type)`,
    );
  }
  return badInput(`CloudFormation refuses the change: ${reason}`);
}
