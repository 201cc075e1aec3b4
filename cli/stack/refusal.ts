// CloudFormation's refusals of a change, with what to do about them.
import { isNativeError } from 'node:util/types';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import { badInput, CommandFailure, ExitCode, notReady } from '../exit-code';
import { invocation } from '../invocation';
import { TYPE_NAME } from '../type-name';

/** The failure for an error of CreateChangeSet; the error itself when it says nothing about the change. */
export async function explainRefusal(
  error: unknown,
  typeName: string,
  connection: Connection,
): Promise<unknown> {
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
export async function refusal(
  reason: string,
  typeName: string,
  connection: Connection,
): Promise<CommandFailure> {
  const unknown = /Unrecognized resource types?: \[([^\]]*)\]/i.exec(reason)?.[1] ?? '';
  if (!unknown.split(/,\s*/).includes(typeName))
    return badInput(`CloudFormation refuses the change: ${reason}`);
  const { ownEndpoint, options } = connection;
  const region = await connection.region();
  const where = ownEndpoint ? `at this endpoint in ${region}` : `in ${region}`;
  const command = [
    `${invocation()} register --region ${region}`,
    ...(options.profile === undefined ? [] : [`--profile ${options.profile}`]),
    ...(typeName === TYPE_NAME ? [] : [`--type-name ${typeName}`]),
  ].join(' ');
  const other = ownEndpoint ? `; ${invocation()} local up starts an endpoint where it is registered` : '';
  return notReady(`${typeName} is not registered ${where}: run ${command}${other}`);
}
