import type { HandlerEvent } from './event';
import { HandlerError } from './handler-error';
import { deliverLog, type LogLine, streamName } from './log-delivery';
import { deliverMetrics } from './metrics';
import type { Logger } from './protocol';
import { redact, secretsOf } from './redaction';
import type { Session } from './session';

/** What an invocation has to tell: its log and its metrics, kept until its end and delivered in one call each. */
export class Journal implements Logger {
  private readonly lines: LogLine[] = [];
  private readonly secrets: string[];
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
  print(): void {
    for (const { message } of this.lines) console.log(message);
  }

  /** To the account of whoever registered the type. An invocation never fails because its log did: it is printed then. */
  async deliver(): Promise<void> {
    const { providerCredentials, providerLogGroupName } = this.event.requestData ?? {};
    const region = this.event.region;
    if (!providerCredentials || !region) return this.print();
    const session: Session = { region, credentials: providerCredentials };
    const failed = (what: string) => (error: unknown) => {
      console.log(
        redact(
          `${what} could not be delivered: ${error instanceof Error ? error.message : error}`,
          this.secrets,
        ),
      );
      return true;
    };
    const [logFailed] = await Promise.all([
      providerLogGroupName
        ? this.deliverTo(session, providerLogGroupName).catch(failed('the log'))
        : this.print(),
      deliverMetrics(session, {
        resourceType: this.event.resourceType ?? this.typeName,
        action: this.event.action ?? '',
        startedAt: this.startedAt,
        endedAt: new Date(),
        exception: this.exception,
      }).catch(failed('metrics')),
    ]);
    if (logFailed === true) this.print();
  }

  private deliverTo(session: Session, group: string): Promise<void> {
    const { stackId, awsAccountId = '', requestData } = this.event;
    const stream = streamName(
      stackId ?? undefined,
      requestData?.logicalResourceId ?? undefined,
      awsAccountId,
      session.region,
    );
    return deliverLog(session, group, stream, this.lines);
  }
}
