import { failureMessage } from '../../plan/failure';
import { isRateLimited } from '../../plan/failure-advice';
import type { Build } from '../../ports/codebuild';
import type { Run } from '../../ports/run';

/** How much of the log's end is searched for the error. */
const LOG_LINES = 400;

export interface Diagnosis {
  message: string;
  /** A registry refused to serve the build for now: a later build may succeed. */
  rateLimited: boolean;
}

/**
 * Why a build failed, from its phases and its log.
 * @param platform which one failed, where there are several
 * @param logStays whether the log can still be read once the operation has failed
 */
export async function diagnose(
  build: Build,
  platform: string | undefined,
  logStays: boolean,
  run: Run,
): Promise<Diagnosis> {
  const { status, phases, timeoutInMinutes, log, logLink } = build;
  const chunks = log === undefined ? [] : await run.aws.logs.tail(log.group, log.stream, LOG_LINES);
  const lines = chunks.flatMap((chunk) => chunk.split('\n'));
  const message = failureMessage({
    status,
    platform,
    phases,
    timeoutInMinutes,
    log: lines,
    // A build that ended before it began to write has no log.
    link: logStays && lines.length > 0 ? logLink : undefined,
  });
  return { message, rateLimited: isRateLimited(lines) };
}
