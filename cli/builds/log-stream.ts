import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { hasName } from '../aws/service-error';

/** A log stream, read on from where the last call ended. */
export class LogStream {
  #token: string | undefined;

  constructor(
    private readonly group: string,
    private readonly stream: string,
  ) {}

  /** The lines since the last call, without their line breaks; none while the stream does not exist. */
  async next(logs: CloudWatchLogsClient): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const page = await this.#page(logs);
      if (!page) return lines;
      for (const { message = '' } of page.events ?? []) lines.push(...linesOf(message));
      // At the end of the stream the service returns the token that it was given.
      const atEnd = page.nextForwardToken === undefined || page.nextForwardToken === this.#token;
      this.#token = page.nextForwardToken;
      if (atEnd || (page.events ?? []).length === 0) return lines;
    }
  }

  async #page(logs: CloudWatchLogsClient) {
    const place = { logGroupName: this.group, logStreamName: this.stream };
    try {
      return await logs.send(
        new GetLogEventsCommand({ ...place, startFromHead: true, nextToken: this.#token }),
      );
    } catch (error) {
      // CodeBuild names the stream before the first line creates it.
      if (hasName(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  }
}

/** CodeBuild echoes a command of many lines in one message: its first line says enough. */
function linesOf(message: string): string[] {
  const lines = message.replace(/\r?\n$/, '').split(/\r?\n/);
  return message.startsWith('[Container] ') ? lines.slice(0, 1) : lines;
}
