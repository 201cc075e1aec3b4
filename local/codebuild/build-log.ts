import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';

const EVERY = 200;

/** A build's log: lines go to CloudWatch Logs while it runs, in batches; values to be masked never do. */
export class BuildLog {
  private rest = '';
  private waiting: { timestamp: number; message: string }[] = [];
  private sending: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private readonly masked: string[] = [];
  private ready: Promise<void> | undefined;

  constructor(
    private readonly client: CloudWatchLogs,
    private readonly group: string,
    private readonly stream: string,
  ) {}

  mask(value: string): void {
    if (value.length > 0) this.masked.push(value);
  }

  /** A line of CodeBuild's own. */
  say(text: string): void {
    const time = new Date().toISOString().replace('T', ' ').replaceAll('-', '/').replace('Z', '000');
    this.line(`[Container] ${time} ${text}`);
  }

  /** Output of a command, as it comes. */
  write(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  /** Delivers what is left. */
  async end(): Promise<void> {
    if (this.rest !== '') this.write('\n');
    clearTimeout(this.timer);
    this.send();
    await this.sending;
  }

  private line(text: string): void {
    const safe = this.masked.reduce((rest, value) => rest.replaceAll(value, '***'), text);
    this.waiting.push({ timestamp: Date.now(), message: `${safe}\n` });
    this.timer ??= setTimeout(() => this.send(), EVERY);
  }

  private send(): void {
    this.timer = undefined;
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    this.sending = this.sending
      .then(() => this.put(batch))
      .catch(() => {
        // The endpoint is going down, and the build with it.
      });
  }

  private async put(logEvents: { timestamp: number; message: string }[]): Promise<void> {
    this.ready ??= this.make();
    await this.ready;
    for (let from = 0; from < logEvents.length; from += 5_000) {
      await this.client.putLogEvents({
        logGroupName: this.group,
        logStreamName: this.stream,
        logEvents: logEvents.slice(from, from + 5_000),
      });
    }
  }

  private async make(): Promise<void> {
    await this.client.createLogGroup({ logGroupName: this.group }).catch(() => {});
    await this.client
      .createLogStream({ logGroupName: this.group, logStreamName: this.stream })
      .catch(() => {});
  }
}
