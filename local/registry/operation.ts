import { randomUUID } from 'node:crypto';
import { eventOf, type Invocation } from './event';
import { callHandler } from './handler-calls';
import { attributesOf, identifierOf, modelOfIdentifier, type Properties } from './properties';
import type { Action, OperationHost, OperationRequest, ProgressEvent, Step } from './protocol';
import type { TypeVersion } from './state';

const DEFAULT_TIMEOUT_MINUTES = 120;

/** How long one invocation may take. */
const invocationLimit = (action: Action): number =>
  action === 'READ' || action === 'LIST' ? 30_000 : 60_000;

/** What a handler that returns nothing is taken to return. */
export const NOTHING: ProgressEvent = {
  status: 'FAILED',
  errorCode: 'InternalFailure',
  message: 'the handler returned nothing',
};

/** Drives a type's handlers as CloudFormation does: callbacks, retries, timeouts, a read after success. */
export class Operation {
  private readonly bearerToken: string;
  private readonly deadline: number;
  private readonly cancelled = new AbortController();

  constructor(
    private readonly request: OperationRequest,
    private readonly version: TypeVersion,
    private readonly host: OperationHost,
  ) {
    const handler = this.schema.handlers[request.action.toLowerCase()];
    this.bearerToken = request.token ?? randomUUID();
    this.deadline = host.now() + (handler?.timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES) * 60_000;
  }

  private get schema() {
    return this.version.host.schema;
  }

  /** The stack is being deleted: a create ends between two invocations; a running one is waited for. */
  cancel(): void {
    if (this.request.action === 'CREATE') this.interrupt();
  }

  /** Ends the operation between two invocations: a running one is waited for. */
  interrupt(): void {
    this.cancelled.abort();
  }

  /** Every response of the handler, up to the final one. */
  responses(): AsyncGenerator<ProgressEvent> {
    return this.call(this.request.action, this.desired());
  }

  async *run(): AsyncGenerator<Step> {
    const { action, properties } = this.request;
    if (action === 'CREATE' || action === 'UPDATE') {
      const violation = this.version.check(properties);
      if (violation !== undefined) return yield { failure: violation, code: 'InvalidRequest' };
    }
    let reported = false;
    let final = NOTHING;
    for await (const event of this.responses()) {
      const identifier = identifierOf(this.schema, event.resourceModel);
      if (action === 'CREATE' && identifier !== undefined && !reported) {
        reported = true;
        yield { identifier };
      }
      final = event;
    }
    if (final.status === 'SUCCESS') return yield await this.succeed(final);
    // The resource is gone already, as the delete wants it.
    if (action === 'DELETE' && final.errorCode === 'NotFound') return yield this.gone();
    const identifier = action === 'CREATE' ? identifierOf(this.schema, final.resourceModel) : undefined;
    yield { ...this.fail(final), ...(identifier !== undefined && { identifier }) };
  }

  private desired(): Properties {
    const { action, properties, physicalId } = this.request;
    if (physicalId === undefined) return properties;
    const identity = modelOfIdentifier(this.schema, physicalId);
    return action === 'READ' ? identity : { ...properties, ...identity };
  }

  private gone(): Step {
    return { physicalId: this.request.physicalId ?? '', attributes: {}, model: {} };
  }

  private fail({ message = '', errorCode = 'InternalFailure' }: ProgressEvent): {
    failure: string;
    code: string;
  } {
    if (this.cancelled.signal.aborted) return { failure: 'Resource creation cancelled', code: 'Cancelled' };
    const token = `RequestToken: ${this.bearerToken}, HandlerErrorCode: ${errorCode}`;
    return { failure: `Resource handler returned message: "${message}" (${token})`, code: errorCode };
  }

  private async succeed(final: ProgressEvent): Promise<Step> {
    const { action } = this.request;
    if (action === 'DELETE' || action === 'LIST') return this.gone();
    const identifier = identifierOf(this.schema, final.resourceModel) ?? this.request.physicalId ?? '';
    const read = action === 'READ' ? final : await this.read(identifier);
    // A resource that can't be read exists all the same: the stack deletes it.
    if (read.status !== 'SUCCESS') return { ...this.fail(read), ...(action === 'CREATE' && { identifier }) };
    const model = read.resourceModel ?? {};
    return { physicalId: identifier, attributes: attributesOf(this.schema, model), model };
  }

  private async read(identifier: string): Promise<ProgressEvent> {
    let last: ProgressEvent = { status: 'FAILED' };
    for await (const event of this.call('READ', modelOfIdentifier(this.schema, identifier))) last = event;
    return last;
  }

  private call(action: Action, model: Properties): AsyncGenerator<ProgressEvent> {
    const { host, deadline } = this;
    return callHandler(action, model, {
      invoke: (invocation) => this.invoke(invocation),
      now: () => host.now(),
      deadline,
      sleep: (milliseconds, signal) => host.sleep(milliseconds, signal),
      cancelled: this.cancelled.signal,
    });
  }

  private async invoke(invocation: Invocation): Promise<ProgressEvent> {
    const event = await this.event(invocation).catch((error: Error) => error);
    if (event instanceof Error) return notCalled(event);
    try {
      const response = await this.version.host.invoke(event, invocationLimit(invocation.action));
      return (response as ProgressEvent | null) ?? NOTHING;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the handler ended without a response: ${reason}`;
      return { status: 'FAILED', errorCode: 'ServiceInternalError', message };
    }
  }

  private async event(invocation: Invocation): Promise<object> {
    const { request, version, host, bearerToken } = this;
    const { executionRoleArn, logging } = version;
    return eventOf(invocation, {
      request,
      version,
      bearerToken,
      callerCredentials: await host.credentials(executionRoleArn, version.arn, request),
      providerCredentials:
        logging && (await host.credentials(logging.role || undefined, version.arn, request)),
      typeConfiguration: host.typeConfiguration(request),
    });
  }
}

/** A role that can't be assumed is the caller's mistake, which no repetition repairs. */
const notCalled = ({ name, message }: Error): ProgressEvent => ({
  status: 'FAILED',
  errorCode: name === 'AccessDenied' ? 'AccessDenied' : 'ServiceInternalError',
  message: `the handler was not called: ${message}`,
});
