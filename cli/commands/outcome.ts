import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Connection } from '../aws/connection';
import { coloursFor } from '../display/choose';
import type { Display } from '../display/report';
import { CommandFailure, ExitCode } from '../exit-code';
import { type Cause, causeOf } from '../stack/cause';
import { deepCause, type Followed } from '../stack/follow-stack';
import { isSuccess } from '../stack/status';

/** What `--json` ends with, on failure too. */
export interface Result {
  ok: boolean;
  exitCode: number;
  [member: string]: unknown;
}

export function printRecord(result: Result): void {
  process.stdout.write(`${JSON.stringify({ type: 'result', ...result })}\n`);
}

/** What became of the stack, for the result record; its outputs are printed where there is none. */
export function stackOutcome(stack: Stack | undefined, display: Display, json: boolean | undefined): object {
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
  display.close();
  if (!json) printOutputs(outputs);
  return { stack: stack?.StackName, stackId: stack?.StackId, status: stack?.StackStatus, outputs };
}

/** The outputs on standard output. */
function printOutputs(outputs: Record<string, string>): void {
  const width = Math.max(0, ...Object.keys(outputs).map((key) => key.length));
  const { bold } = coloursFor(process.stdout);
  for (const [key, value] of Object.entries(outputs))
    process.stdout.write(`${bold(key.padEnd(width))}  ${value}\n`);
}

/** A stack that did not reach the requested state: the cause first, then the state it is in. */
export class StackFailure extends CommandFailure {
  constructor(
    readonly stackName: string,
    readonly status: string,
    readonly reason: Cause | undefined,
  ) {
    const where =
      reason === undefined ? '' : `${reason.logicalId} (${reason.resourceType}): ${reason.reason}\n`;
    super(ExitCode.stackFailed, `${where}the stack ${stackName} is ${status}`);
  }
}

/** Throws, with the cause, unless the stack reached the requested state. */
export async function requireSuccess(
  connection: Connection,
  stackName: string,
  followed: Followed,
): Promise<void> {
  if (isSuccess(followed.status)) return;
  // The cause is worth a call, but not worth losing the failure that is known.
  const cause = await deepCause(connection, followed).catch(() => causeOf(followed.events));
  throw new StackFailure(stackName, followed.status, cause);
}

/** The result record of a failure. */
export function failureResult(failure: CommandFailure): Result {
  const { exitCode, message } = failure;
  if (!(failure instanceof StackFailure)) return { ok: false, exitCode, message, ...failure.members };
  const { stackName, status, reason } = failure;
  return { ok: false, exitCode, message, stack: stackName, status, ...(reason && { cause: reason }) };
}
