import type { Model, TypeConfiguration } from '../models';
import type { CallbackContext } from '../ports/callback-context';
import type { Ports } from '../ports/ports';
import type { Run } from '../ports/run';
import type { Handler, HandlerRequest, SessionCredentials } from '../runtime/protocol';
import type { ProgressEvent } from './progress-event';

export type Request = HandlerRequest<Model, CallbackContext, TypeConfiguration>;

/** One of the protocol's verbs. */
export type Verb = (request: Request, run: Run) => Promise<ProgressEvent>;

/** Milliseconds at the end of an invocation in which no call runs any more: the handler returns, its log is delivered. */
const RESERVE = 2_000;

/** Whose AWS a verb acts on. */
export interface Session {
  region: string;
  credentials: SessionCredentials | undefined;
  /** Ends every call at the latest. */
  end: AbortSignal;
}

/** The verb as the runtime calls it, with the real clock. */
export const handle =
  (verb: Verb, portsOf: (session: Session) => Ports): Handler<Model, CallbackContext, TypeConfiguration> =>
  (request, { credentials, logger, timeLeft }) =>
    verb(request, {
      aws: portsOf({
        region: request.region,
        credentials,
        end: AbortSignal.timeout(Math.max(0, Math.floor(timeLeft()) - RESERVE)),
      }),
      context: contextOf(request, Date.now()),
      token: request.clientRequestToken,
      stackId: request.stackId,
      now: Date.now,
      sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
      timeLeft,
      log: (message) => logger.log(message),
    });

/** A copy of what the operation remembers; an operation that begins remembers when it began. */
export const contextOf = ({ callbackContext }: Request, now: number): CallbackContext => ({
  ...(callbackContext ?? { startedAt: now }),
});
