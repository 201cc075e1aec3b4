import { create } from '../../src/handlers/create';
import { remove } from '../../src/handlers/delete';
import { list } from '../../src/handlers/list';
import { read } from '../../src/handlers/read';
import type { Answer, Request, World } from '../../src/handlers/run';
import { update } from '../../src/handlers/update';
import type { Model } from '../../src/models';
import type { Action } from '../../src/runtime/protocol';
import { FakeAws } from './fake-aws';

const verbs = { CREATE: create, READ: read, UPDATE: update, DELETE: remove, LIST: list };

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

const invocation = { credentials: undefined, logger: { log: () => {} }, timeLeft: () => 60_000 };

/** What the operations run against; tests set it anew. */
export const world = { aws: new FakeAws(), now: Date.now };

const asWorld = (): World => ({ ports: () => world.aws, now: () => world.now(), sleep: async () => {} });

/** One invocation; the callback context travels as JSON, as it does through CloudFormation. */
export async function invoke(asked: Request): Promise<Answer> {
  const answer = await verbs[asked.action](asked, invocation, asWorld());
  return JSON.parse(JSON.stringify(answer)) as Answer;
}

/** A whole operation: invoked again until it is done, without waiting. */
export async function operate(asked: Request, limit = 30): Promise<Answer> {
  let answer = await invoke(asked);
  for (let times = 1; answer.status === 'IN_PROGRESS'; times += 1) {
    if (times > limit) throw new Error(`still in progress after ${limit} invocations: ${answer.message}`);
    answer = await invoke({
      ...asked,
      callbackContext: answer.callbackContext,
      desiredResourceState: answer.resourceModel,
    });
  }
  return answer;
}
