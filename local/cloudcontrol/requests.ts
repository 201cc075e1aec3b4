import { ClientTokens } from './client-tokens';
import { type Claim, Occupied } from './occupied';
import { refusals } from './refusals';
import { isCancellable, isUnderWay, type NewRequest, newRequest, type ResourceRequest } from './request';

/** Cloud Control forgets a request after seven days. */
const LIFE = 7 * 24 * 60 * 60 * 1000;

/** What a handler's response changes about its request. */
export type Report = Partial<Pick<ResourceRequest, 'identifier' | 'model' | 'message' | 'retryAfter'>>;
export type Outcome = Report & Pick<ResourceRequest, 'status'> & { errorCode?: string };

interface Entry {
  request: ResourceRequest;
  claim: Claim;
  interrupt: () => void;
}

/** The requests of one Region of an account. */
export class Requests {
  readonly clientTokens: ClientTokens;
  readonly occupied = new Occupied();
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {
    this.clientTokens = new ClientTokens(now);
  }

  /** @param interrupt ends the operation between two invocations of its handler */
  add(given: NewRequest, claim: Claim, interrupt: () => void): ResourceRequest {
    const request = newRequest(given, this.now());
    claim.token = request.token;
    this.entries.set(request.token, { request, claim, interrupt });
    return request;
  }

  report(request: ResourceRequest, report: Report): void {
    const { claim } = this.entry(request.token);
    const { identifier = request.identifier } = report;
    Object.assign(request, { ...report, identifier, eventTime: this.now() });
    if (identifier !== undefined) this.occupied.extend(claim, request.typeName, identifier);
  }

  /** The resource is free again. */
  finish(request: ResourceRequest, { status, errorCode, ...report }: Outcome): void {
    const { claim } = this.entry(request.token);
    this.report(request, { message: undefined, retryAfter: undefined, model: undefined, ...report });
    Object.assign(request, { status, errorCode });
    this.occupied.release(claim);
  }

  /** @throws AwsError unless the request is under way and not being cancelled already */
  cancel(token: string): ResourceRequest {
    const { request, interrupt } = this.entry(token);
    if (!isCancellable(request.status)) throw refusals.notCancellable(token, request.status);
    Object.assign(request, { status: 'CANCEL_IN_PROGRESS', eventTime: this.now(), retryAfter: undefined });
    interrupt();
    return request;
  }

  find(token: string): ResourceRequest | undefined {
    this.forgetOld();
    return this.entries.get(token)?.request;
  }

  /** The newest first. */
  all(): ResourceRequest[] {
    this.forgetOld();
    return [...this.entries.values()].map(({ request }) => request).reverse();
  }

  /** Ends what is under way, without waiting. */
  interruptAll(): void {
    for (const { request, interrupt } of this.entries.values()) if (isUnderWay(request.status)) interrupt();
  }

  private entry(token: string): Entry {
    const entry = this.entries.get(token);
    if (entry === undefined) throw refusals.unknownToken(token);
    return entry;
  }

  private forgetOld(): void {
    const oldest = this.now() - LIFE;
    for (const [token, { request }] of this.entries)
      if (!isUnderWay(request.status) && request.eventTime <= oldest) this.entries.delete(token);
  }
}
