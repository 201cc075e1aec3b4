import type { CloudWatchLogs, InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';

const PAUSE = 200;
/** A part of what one PutLogEvents takes, so that long lines fit too. */
const BATCH = 5_000;

/** A build's log: its lines go to CloudWatch Logs in batches while it runs. Masked values are never sent. */
export class BuildLog {
  private unfinished = '';
  private waiting: InputLogEvent[] = [];
  private sending: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private client: CloudWatchLogs | undefined;
  private readonly masked: string[] = [];

  constructor(
    private readonly logGroupName: string,
    private readonly logStreamName: string,
  ) {}

  /** Creates the stream and sends what has been written so far. @throws Error when that is not allowed */
  async open(client: CloudWatchLogs): Promise<void> {
    const { logGroupName, logStreamName } = this;
    const createStream = () => client.createLogStream({ logGroupName, logStreamName });
    await createStream().catch(async (error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      await client.createLogGroup({ logGroupName }).catch((other: Error) => {
        // Another build may have created it in the meantime.
        if (other.name !== 'ResourceAlreadyExistsException') throw other;
      });
      await createStream();
    });
    this.client = client;
  }

  mask(value: string): void {
    if (value.length > 0) this.masked.push(value);
  }

  /** Writes a line of CodeBuild's own. */
  report(text: string): void {
    const time = new Date().toISOString().replace('T', ' ').replaceAll('-', '/').replace('Z', '000');
    this.line(`[Container] ${time} ${text}`);
  }

  /** Writes a command's output as it arrives. */
  write(text: string): void {
    const lines = (this.unfinished + text).split('\n');
    this.unfinished = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  /** Sends the rest. */
  async end(): Promise<void> {
    if (this.unfinished !== '') this.write('\n');
    clearTimeout(this.timer);
    this.send();
    await this.sending;
  }

  private line(text: string): void {
    const safe = this.masked.reduce((rest, value) => rest.replaceAll(value, '***'), text);
    this.waiting.push({ timestamp: Date.now(), message: `${safe}\n` });
    this.timer ??= setTimeout(() => this.send(), PAUSE);
  }

  private send(): void {
    this.timer = undefined;
    const { client, waiting } = this;
    if (client === undefined || waiting.length === 0) return;
    this.waiting = [];
    this.sending = this.sending
      .then(() => this.put(client, waiting))
      .catch(() => {
        // A build goes on without its log: the endpoint may be going down, or the group was deleted.
      });
  }

  private async put(client: CloudWatchLogs, events: InputLogEvent[]): Promise<void> {
    const { logGroupName, logStreamName } = this;
    for (let from = 0; from < events.length; from += BATCH) {
      const logEvents = events.slice(from, from + BATCH);
      await client.putLogEvents({ logGroupName, logStreamName, logEvents });
    }
  }
}
