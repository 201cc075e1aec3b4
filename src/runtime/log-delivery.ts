import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Session } from './session';

export interface LogLine {
  /** Milliseconds since 1970. */
  timestamp: number;
  message: string;
}

/** PutLogEvents takes 10,000 events and 1 MiB a call, 26 bytes of it for each event, and 256 KiB an event. */
const EVENTS = 10_000;
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
 * Delivers an invocation's lines in one PutLogEvents. The group and the stream are created only if that call reports that
 * they are missing: one call once the stream exists, four the first time.
 * @returns the lines that were not delivered: those beyond what one call takes, and those that the service rejected
 */
export async function deliverLog(
  session: Session,
  group: string,
  stream: string,
  lines: LogLine[],
): Promise<LogLine[]> {
  if (lines.length === 0) return [];
  const client = new CloudWatchLogsClient({
    ...session,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const { batch, beyond } = cut(lines);
  const where = { logGroupName: group, logStreamName: stream };
  const put = () => client.send(new PutLogEventsCommand({ ...where, logEvents: batch }));
  const { rejectedLogEventsInfo } = await put().catch(async (error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
    // Only the message says which of the two is missing.
    if (/group/i.test(error.message))
      await unlessThere(client.send(new CreateLogGroupCommand({ logGroupName: group })));
    await unlessThere(client.send(new CreateLogStreamCommand(where)));
    return put();
  });
  return [...beyond, ...rejected(batch, rejectedLogEventsInfo)];
}

/** Another invocation may have created it at the same time. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: Error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
}

/** The newest lines that fit into one call, in the order of time that the service wants, and what does not fit. */
function cut(lines: LogLine[]): { batch: LogLine[]; beyond: LogLine[] } {
  const pieces = lines.flatMap(piecesOf).sort((a, b) => a.timestamp - b.timestamp);
  let size = 0;
  let first = pieces.length;
  while (first > 0 && pieces.length - first < EVENTS) {
    size += Buffer.byteLength(pieces[first - 1]?.message ?? '') + OVERHEAD;
    if (size > BATCH) break;
    first -= 1;
  }
  return { batch: pieces.slice(first), beyond: pieces.slice(0, first) };
}

/** A line as one event, or as several where it is longer than an event may be; an empty one as a space. */
function piecesOf({ timestamp, message }: LogLine): LogLine[] {
  if (Buffer.byteLength(message) <= LONGEST) return [{ timestamp, message: message || ' ' }];
  const pieces: LogLine[] = [];
  for (let from = 0; from < message.length; ) {
    // No UTF-16 unit takes more than three bytes; a pair of them is not torn apart.
    const to = from + Math.floor(LONGEST / 3);
    const end = /[\uD800-\uDBFF]/.test(message[to - 1] ?? '') ? to - 1 : to;
    pieces.push({ timestamp, message: message.slice(from, end) });
    from = end;
  }
  return pieces;
}

/** What the service took the call for and yet did not keep (CloudWatch Logs API, "RejectedLogEventsInfo"). */
function rejected(batch: LogLine[], info: RejectedLogEventsInfo | undefined): LogLine[] {
  if (info === undefined) return [];
  const old = Math.max(info.tooOldLogEventEndIndex ?? 0, info.expiredLogEventEndIndex ?? 0);
  return [...batch.slice(0, old), ...batch.slice(info.tooNewLogEventStartIndex ?? batch.length)];
}
