import type { Stack } from '@aws-sdk/client-cloudformation';
import { coloursFor } from '../display/choose';
import { CommandFailure, ExitCode } from '../exit-code';
import type { Cause } from '../stack/cause';

/** The result of a command, on standard output. */
export function printOutputs(stack: Stack | undefined, json: boolean): void {
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ type: 'outputs', stack: stack?.StackName, status: stack?.StackStatus, outputs })}\n`,
    );
    return;
  }
  const width = Math.max(0, ...Object.keys(outputs).map((key) => key.length));
  const { bold } = coloursFor(process.stdout);
  for (const [key, value] of Object.entries(outputs))
    process.stdout.write(`${bold(key.padEnd(width))}  ${value}\n`);
}

/** The cause first, then what became of the stack. */
export function stackFailure(stackName: string, status: string, cause: Cause | undefined): CommandFailure {
  const where = cause === undefined ? '' : `${cause.logicalId} (${cause.resourceType}): ${cause.reason}\n`;
  return new CommandFailure(ExitCode.stackFailed, `${where}the stack ${stackName} is ${status}`);
}
