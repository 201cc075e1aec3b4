import { create } from '../../src/handlers/create';
import { deleteBuilder } from '../../src/handlers/delete';
import { list } from '../../src/handlers/list';
import type { ProgressEvent } from '../../src/handlers/progress-event';
import { read } from '../../src/handlers/read';
import { contextOf, type Request, type Verb } from '../../src/handlers/run';
import { update } from '../../src/handlers/update';
import type { Model } from '../../src/models';
import type { CallbackContext } from '../../src/ports/callback-context';
import type { Run } from '../../src/ports/run';
import type { Action } from '../../src/runtime/protocol';
import { FakeAws } from './fake-aws';

const verbs: Record<Action, Verb> = {
  CREATE: create,
  READ: read,
  UPDATE: update,
  DELETE: deleteBuilder,
  LIST: list,
};

export const stackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop-Prod/0a1b2c';

export function request(action: Action, model: Model | undefined, more: Partial<Request> = {}): Request {
  return {
    action,
    region: 'us-east-1',
    awsAccountId: '123456789012',
    awsPartition: 'aws',
    clientRequestToken: 'token-1',
    stackId,
    logicalResourceIdentifier: 'WebImage',
    desiredResourceState: model,
    previousResourceState: undefined,
    desiredResourceTags: {},
    previousResourceTags: {},
    systemTags: {},
    previousSystemTags: {},
    typeConfiguration: undefined,
    callbackContext: undefined,
    nextToken: undefined,
    ...more,
  };
}

/** What the operations run against; tests replace it. */
export const world = { aws: new FakeAws(), now: Date.now, timeLeft: () => 60_000 };

/** What a part sees at this moment; nothing passes. */
export const runAt = (now: number, context: CallbackContext = { startedAt: 0 }): Run => ({
  aws: world.aws,
  context,
  token: 'token-1',
  stackId,
  now: () => now,
  sleep: async () => {},
  timeLeft: () => 60_000,
  log: () => {},
});

/**
 * One invocation; the callback context travels as JSON, as it does through CloudFormation.
 * @param waited milliseconds that have passed for the handlers, and not in the world
 */
export async function invoke(request: Request, waited = 0): Promise<ProgressEvent> {
  const now = () => world.now() + waited;
  const event = await verbs[request.action](request, {
    aws: world.aws,
    context: contextOf(request, now()),
    token: request.clientRequestToken,
    stackId: request.stackId,
    now,
    sleep: async () => {},
    timeLeft: () => world.timeLeft(),
    log: () => {},
  });
  return JSON.parse(JSON.stringify(event)) as ProgressEvent;
}

/** A whole operation: invoked again until it is done; the time between invocations passes for the handlers alone. */
export async function operate(asked: Request, limit = 30): Promise<ProgressEvent> {
  let event = await invoke(asked);
  let waited = 0;
  for (let times = 1; event.status === 'IN_PROGRESS'; times += 1) {
    if (times > limit) throw new Error(`still in progress after ${limit} invocations: ${event.message}`);
    waited += (event.callbackDelaySeconds ?? 0) * 1000;
    const again = {
      ...asked,
      callbackContext: event.callbackContext,
      desiredResourceState: event.resourceModel,
    };
    event = await invoke(again, waited);
  }
  return event;
}
