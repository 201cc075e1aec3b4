import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import { LogStream } from './log-stream';

/** The log of one build, which names its stream before the stream exists. */
export class BuildLog {
  #stream: LogStream | undefined;

  constructor(readonly buildId: string) {}

  /** The lines since the last call, without their line breaks; none while there is no log. */
  async next(logs: CloudWatchLogsClient, { logs: place }: Build): Promise<string[]> {
    const { groupName, streamName } = place ?? {};
    if (!groupName || !streamName) return [];
    this.#stream ??= new LogStream(groupName, streamName);
    return this.#stream.next(logs);
  }
}
