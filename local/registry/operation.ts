import { randomUUID } from 'node:crypto';
import { asStrings, attributesOf, identifierOf, modelOfIdentifier, type Properties } from './properties';
import type { TypeVersion } from './type-registry';

export type Action = 'CREATE' | 'READ' | 'UPDATE' | 'DELETE' | 'LIST';

/** What a stack asks of a type. */
export interface OperationRequest {
  typeName: string;
  action: Action;
  properties: Properties;
  previous?: Properties | null;
  physicalId?: string;
  logicalId?: string;
  stackId?: string | null;
  stackTags?: Record<string, string> | null;
  previousStackTags?: Record<string, string> | null;
  account: string;
  region: string;
}

/** How an operation goes on: the identifier as soon as it is known, then its end. */
export type Step =
  | { identifier: string }
  | { physicalId: string; attributes: Record<string, unknown>; model: Properties }
  /** With the identifier that a failed create had given out: its stack deletes what that names. */
  | { failure: string; code: string; identifier?: string };

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What the driver needs of the world. */
export interface DriverWorld {
  /** Credentials of a role, or the account's own without one. */
  credentials(roleArn: string | undefined, region: string): Promise<Credentials>;
  typeConfiguration(typeName: string): Record<string, unknown> | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Answer {
  status: string;
  errorCode?: string;
  message?: string;
  callbackContext?: object;
  callbackDelaySeconds?: number;
  resourceModel?: Properties | null;
  resourceModels?: Properties[];
  nextToken?: string;
}

/** The codes after which CloudFormation calls the handler again by itself. */
const RETRYABLE = ['NetworkFailure', 'ResourceConflict', 'ServiceInternalError', 'Throttling'];
const RETRIES = 5;
const DEFAULT_TIMEOUT_MINUTES = 120;

const limitOf = (action: Action): number => (action === 'READ' || action === 'LIST' ? 30_000 : 60_000);

/** Drives a type's handlers as CloudFormation does: callbacks, retries, time-outs, read after success. */
export class Operation {
  private readonly bearerToken = randomUUID();
  private readonly deadline: number;
  private readonly cancelled = new AbortController();

  constructor(
    private readonly request: OperationRequest,
    private readonly version: TypeVersion,
    private readonly world: DriverWorld,
  ) {
    const handler = version.host.schema.handlers[request.action.toLowerCase()];
    this.deadline = world.now() + (handler?.timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES) * 60_000;
  }

  private get schema() {
    return this.version.host.schema;
  }

  /** Its stack is being deleted: a create ends between two invocations; one that runs is waited for. */
  cancel(): void {
    if (this.request.action === 'CREATE') this.cancelled.abort();
  }

  async *run(): AsyncGenerator<Step> {
    const { action, properties } = this.request;
    if (action === 'CREATE' || action === 'UPDATE') {
      const violation = this.version.check(properties);
      if (violation !== undefined) return yield { failure: violation, code: 'InvalidRequest' };
    }
    let identifier: string | undefined;
    let final: Answer = {
      status: 'FAILED',
      errorCode: 'InternalFailure',
      message: 'the handler gave no answer',
    };
    for await (const answer of this.answers(action, this.desired())) {
      const named = identifierOf(this.schema, answer.resourceModel);
      if (named !== undefined && identifier === undefined && action === 'CREATE') yield { identifier: named };
      identifier = named ?? identifier;
      final = answer;
    }
    if (final.status === 'SUCCESS') return yield await this.succeeded(final);
    // A delete of what is gone already has done what it should.
    if (action === 'DELETE' && final.errorCode === 'NotFound') return yield this.gone();
    const named = action === 'CREATE' ? identifierOf(this.schema, final.resourceModel) : undefined;
    yield { ...this.failed(final), ...(named === undefined ? {} : { identifier: named }) };
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

  private failed({ message, errorCode }: Answer): { failure: string; code: string } {
    if (this.cancelled.signal.aborted) return { failure: 'Resource creation cancelled', code: 'Cancelled' };
    const reason = `Resource handler returned message: "${message ?? ''}" (RequestToken: ${this.bearerToken}, HandlerErrorCode: ${errorCode ?? 'InternalFailure'})`;
    return { failure: reason, code: errorCode ?? 'InternalFailure' };
  }

  private async succeeded(final: Answer): Promise<Step> {
    const { action } = this.request;
    if (action === 'DELETE' || action === 'LIST') return this.gone();
    const identifier = identifierOf(this.schema, final.resourceModel) ?? this.request.physicalId ?? '';
    const read =
      action === 'READ' ? final : await this.last('READ', modelOfIdentifier(this.schema, identifier));
    // What can't be read was made all the same: its stack deletes it.
    if (read.status !== 'SUCCESS')
      return { ...this.failed(read), ...(action === 'CREATE' ? { identifier } : {}) };
    const model = read.resourceModel ?? {};
    return { physicalId: identifier, attributes: attributesOf(this.schema, model), model };
  }

  private async last(action: Action, model: Properties): Promise<Answer> {
    let last: Answer = { status: 'FAILED' };
    for await (const answer of this.answers(action, model)) last = answer;
    return last;
  }

  /** Every answer of a handler until a final one: it is called again after its delay, and after retryable failures. */
  private async *answers(action: Action, model: Properties): AsyncGenerator<Answer> {
    let context: object | undefined;
    let current = model;
    for (let failures = 0; ; ) {
      const answer = await this.invoke(action, current, context);
      if (answer.status === 'IN_PROGRESS') {
        yield answer;
        failures = 0;
        context = answer.callbackContext;
        current = answer.resourceModel ?? current;
        if (this.world.now() > this.deadline) {
          return yield {
            status: 'FAILED',
            errorCode: 'NotStabilized',
            message: 'Exceeded attempts to wait',
            resourceModel: current,
          };
        }
        await this.world.sleep((answer.callbackDelaySeconds ?? 0) * 1000, this.cancelled.signal);
        if (!this.cancelled.signal.aborted) continue;
        return yield { status: 'FAILED', resourceModel: current };
      }
      const retry =
        answer.status === 'FAILED' &&
        RETRYABLE.includes(answer.errorCode ?? '') &&
        failures < RETRIES &&
        !this.cancelled.signal.aborted;
      if (!retry) return yield answer;
      if (answer.resourceModel) yield { ...answer, status: 'IN_PROGRESS' };
      failures += 1;
      await this.world.sleep(2 ** failures * 250, this.cancelled.signal);
    }
  }

  private async invoke(
    action: Action,
    model: Properties,
    callbackContext: object | undefined,
  ): Promise<Answer> {
    try {
      return (await this.version.host.invoke(
        await this.event(action, model, callbackContext),
        limitOf(action),
      )) as Answer;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return {
        status: 'FAILED',
        errorCode: 'ServiceInternalError',
        message: `the handler ended without an answer: ${message}`,
      };
    }
  }

  /** The event of a production invocation. */
  private async event(
    action: Action,
    model: Properties,
    callbackContext: object | undefined,
  ): Promise<object> {
    const { request, version, world } = this;
    const { executionRoleArn, logging } = version;
    const stack = request.stackId?.split('/')[1];
    return {
      awsAccountId: request.account,
      bearerToken: this.bearerToken,
      region: request.region,
      action,
      responseEndpoint: null,
      resourceType: version.typeName,
      resourceTypeVersion: version.versionId,
      ...(callbackContext === undefined ? {} : { callbackContext }),
      requestData: {
        callerCredentials: await world.credentials(executionRoleArn, request.region),
        ...(logging === undefined
          ? {}
          : {
              providerCredentials: await world.credentials(logging.role || undefined, request.region),
              providerLogGroupName: logging.group,
            }),
        logicalResourceId: request.logicalId,
        resourceProperties: asStrings(model),
        previousResourceProperties:
          action === 'UPDATE' && request.previous ? asStrings(request.previous) : null,
        stackTags: request.stackTags ?? {},
        previousStackTags: request.previousStackTags ?? {},
        systemTags:
          stack === undefined
            ? {}
            : {
                'aws:cloudformation:stack-name': stack,
                'aws:cloudformation:stack-id': request.stackId,
                'aws:cloudformation:logical-id': request.logicalId,
              },
        typeConfiguration: world.typeConfiguration(version.typeName) ?? null,
      },
      stackId: request.stackId,
    };
  }
}
