import type { HandlerEvent } from './event';
import { HandlerError } from './handler-error';
import { deliverLog, type LogLine, streamName } from './log-delivery';
import { deliverMetrics, type Measured, metricData } from './metrics';
import type { Logger } from './protocol';
import { redact } from './redaction';
import { type Secret, secretsOf } from './secret-values';
import type { Session } from './session';

/** An invocation's log and metrics, kept until it ends and delivered in one call each. */
export class Journal implements Logger {
  private readonly lines: LogLine[] = [];
  private readonly secrets: readonly Secret[];
  private readonly startedAt = new Date();
  private exception: string | undefined;

  constructor(
    private readonly event: HandlerEvent,
    private readonly typeName: string,
  ) {
    this.secrets = secretsOf(event);
  }

  log(message: string): void {
    this.lines.push({ timestamp: Date.now(), message: this.redacted(message) });
  }

  /** The text without the event's secrets. */
  redacted(text: string): string {
    return redact(text, this.secrets);
  }

  /** An error that ended the invocation. */
  thrown(error: unknown): void {
    this.exception =
      error instanceof HandlerError ? error.errorCode : error instanceof Error ? error.name : typeof error;
    this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** To the function's own log. */
  print(lines: LogLine[] = this.lines): void {
    for (const { message } of lines) console.log(message);
  }

  /**
   * To the account that registered the type, in one call each. An invocation never fails because its log did, and
   * nothing is lost with it: what could not be delivered is printed.
   */
  async deliver(): Promise<void> {
    const { providerCredentials } = this.event.requestData ?? {};
    const region = this.event.region;
    if (!providerCredentials || !region) return this.print();
    const session: Session = { region, credentials: providerCredentials };
    await Promise.all([this.deliverLines(session), this.deliverMeasures(session)]);
  }

  private async deliverLines(session: Session): Promise<void> {
    const { stackId, awsAccountId = '', requestData } = this.event;
    const { logicalResourceId, providerLogGroupName: group } = requestData ?? {};
    if (!group) return this.print();
    const stream = streamName(
      stackId ?? undefined,
      logicalResourceId ?? undefined,
      awsAccountId,
      session.region,
    );
    try {
      this.print(await deliverLog(session, group, stream, this.lines));
    } catch (error) {
      this.printFailure('the log', error);
      this.print();
    }
  }

  private async deliverMeasures(session: Session): Promise<void> {
    const measured: Measured = {
      resourceType: this.event.resourceType ?? this.typeName,
      action: this.event.action ?? '',
      startedAt: this.startedAt,
      endedAt: new Date(),
      exception: this.exception,
    };
    try {
      await deliverMetrics(session, measured);
    } catch (error) {
      this.printFailure('metrics', error);
      console.log(this.redacted(JSON.stringify(metricData(measured))));
    }
  }

  private printFailure(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(this.redacted(`${what} could not be delivered: ${reason}`));
  }
}
