import { failureMessage } from '../../plan/failure';
import type { Build } from '../../ports/codebuild';
import type { Run } from '../../ports/run';

/** How much of the log's end is searched for the error. */
const LOG_LINES = 400;

/** Why a build failed, from its phases and its log. */
export async function diagnose(build: Build, run: Run): Promise<string> {
  const { status, phases, timeoutInMinutes, log, logLink } = build;
  const chunks = log === undefined ? [] : await run.aws.logs.tail(log.group, log.stream, LOG_LINES);
  return failureMessage({
    status,
    phases,
    timeoutInMinutes,
    log: chunks.flatMap((chunk) => chunk.split('\n')),
    link: logLink,
  });
}
