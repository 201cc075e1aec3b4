import { awsPorts, type Ports } from '../aws/aws-ports';
import type { Session } from '../aws/session';
import type { Model, TypeConfiguration } from '../models';
import type { Progress, Run } from '../parts/part';
import type { HandlerRequest, Invocation, ProgressEvent } from '../runtime/protocol';

export type Request = HandlerRequest<Model, Progress, TypeConfiguration>;
export type Answer = ProgressEvent<Model, Progress>;

/** What is outside: AWS and the clock. */
export interface World {
  ports(session: Session): Ports;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const realWorld: World = {
  ports: awsPorts,
  now: Date.now,
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
};

/** One invocation's view of the world; a fresh operation starts with empty progress. */
export function runOf(request: Request, invocation: Invocation, world: World): Run {
  return {
    aws: world.ports({ region: request.region, credentials: invocation.credentials }),
    progress: { ...(request.callbackContext ?? { startedAt: world.now() }) },
    token: request.clientRequestToken,
    now: world.now,
    sleep: world.sleep,
    timeLeft: invocation.timeLeft,
    log: (message) => invocation.logger.log(message),
  };
}

export const placeOf = ({ awsPartition, awsAccountId, region }: Request) => ({
  partition: awsPartition,
  account: awsAccountId,
  region,
});

/** Not done yet: what the operation has come to goes along, and so does the identifier. */
export const inProgress = (model: Model, run: Run, seconds: number, note: string): Answer => ({
  status: 'IN_PROGRESS',
  message: note,
  callbackDelaySeconds: seconds,
  callbackContext: run.progress,
  resourceModel: model,
});
