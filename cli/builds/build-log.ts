import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import { hasName } from '../aws/service-error';

/** A build's log, read on from where the last look ended. */
export class BuildLog {
  #token: string | undefined;

  constructor(readonly buildId: string) {}

  /** The lines since the last call, without their line breaks; none while there is no log. */
  async next(logs: CloudWatchLogsClient, build: Build): Promise<string[]> {
    const { groupName, streamName } = build.logs ?? {};
    if (!groupName || !streamName) return [];
    const lines: string[] = [];
    for (;;) {
      const page = await this.#page(logs, groupName, streamName);
      if (!page) return lines;
      for (const { message = '' } of page.events ?? []) lines.push(...linesOf(message));
      // At the end of the stream the service answers the token that it was given.
      const atEnd = page.nextForwardToken === undefined || page.nextForwardToken === this.#token;
      this.#token = page.nextForwardToken;
      if (atEnd || (page.events ?? []).length === 0) return lines;
    }
  }

  async #page(logs: CloudWatchLogsClient, logGroupName: string, logStreamName: string) {
    try {
      const from = { startFromHead: true, nextToken: this.#token };
      return await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...from }));
    } catch (error) {
      // CodeBuild names the stream before its first line makes it.
      if (hasName(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  }
}

/** CodeBuild echoes a command of many lines in one message of its own: its first line says enough. */
function linesOf(message: string): string[] {
  const lines = message.replace(/\r?\n$/, '').split(/\r?\n/);
  return message.startsWith('[Container] ') ? lines.slice(0, 1) : lines;
}
