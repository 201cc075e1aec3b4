import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { Session } from './session';

export interface LogLine {
  /** Milliseconds since 1970. */
  timestamp: number;
  message: string;
}

/** PutLogEvents takes 1 MiB a call, 26 bytes of it for each event, and 256 KiB an event. */
const BATCH = 1_048_576;
const OVERHEAD = 26;
const LONGEST = 262_144 - OVERHEAD;

/** CloudWatch Logs forbids colons in a stream's name; a stack id is full of them. */
export const streamName = (
  stackId: string | undefined,
  logicalId: string | undefined,
  account: string,
  region: string,
): string =>
  (stackId !== undefined && logicalId !== undefined
    ? `${stackId}/${logicalId}`
    : `${account}-${region}`
  ).replaceAll(':', '__');

/**
 * Delivers an invocation's lines in one PutLogEvents. The group and the stream are made only when that call says that
 * they are missing: one call once the stream exists, four the first time.
 */
export async function deliverLog(
  session: Session,
  group: string,
  stream: string,
  lines: LogLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const client = new CloudWatchLogs({
    ...session,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const put = () =>
    client.putLogEvents({ logGroupName: group, logStreamName: stream, logEvents: batch(lines) });
  try {
    await put();
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ResourceNotFoundException') throw error;
    // The message alone tells which of the two is missing.
    if (/group/i.test(message)) await unlessThere(client.createLogGroup({ logGroupName: group }));
    await unlessThere(client.createLogStream({ logGroupName: group, logStreamName: stream }));
    await put();
  }
}

/** Another invocation may have made it at the same time. */
async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((error: Error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
}

/** The newest lines that fit into one call, in the order of time that the service wants. */
function batch(lines: LogLine[]): LogLine[] {
  const kept: LogLine[] = [];
  let size = 0;
  for (const line of lines.toReversed()) {
    const message =
      Buffer.byteLength(line.message) > LONGEST ? `${line.message.slice(0, LONGEST / 4)}...` : line.message;
    size += Buffer.byteLength(message) + OVERHEAD;
    if (size > BATCH || kept.length === 10_000) break;
    kept.unshift({ ...line, message: message === '' ? ' ' : message });
  }
  return kept.sort((a, b) => a.timestamp - b.timestamp);
}
