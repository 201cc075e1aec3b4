import { localConnection } from '../../cli/local/connection';
import { prepare } from '../../cli/local/prepare';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Engine } from '../../local/engine/engine';
import { freePort } from '../../local/engine/ports';
import { startEngine } from '../../local/engine/start';
import { awsState } from './aws-state';
import { type FaultProxy, startFaultProxy } from './proxy';
import { type Stacks, stacksOn } from './stacks';

/** An engine of its own, whose handlers find AWS through a proxy: for tests that break calls or change quotas. */
export interface FaultyEngine {
  readonly engine: Engine;
  readonly proxy: FaultProxy;
  readonly stacks: Stacks;
  readonly state: ReturnType<typeof awsState>;
  /** Builds that may run and wait at the same time. */
  setQuota(quota: { running: number; queued: number }): Promise<void>;
  /** Makes every image this many days older, then expires what the lifecycle policies say. */
  moveClock(days: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startFaultyEngine(): Promise<FaultyEngine> {
  const port = await freePort();
  const proxy = await startFaultProxy(`http://127.0.0.1:${port}`);
  const engine = await startEngine({ port, handlerEndpoint: proxy.endpoint, iam: true });
  await prepare(localConnection(engine.endpoint), () => {});
  return {
    engine,
    proxy,
    stacks: stacksOn(engine.endpoint),
    state: awsState(engine.endpoint),
    setQuota: (quota) => putSetting(engine.endpoint, 'codebuild', 'CodeBuild_20161006.SetQuota', quota),
    moveClock: (days) =>
      putSetting(engine.endpoint, 'ecr', 'AmazonEC2ContainerRegistry_V20150921.MoveClock', { days }),
    async stop() {
      await engine.stop();
      await proxy.stop();
    },
  };
}

/** How the engine's ECR replicates: what is left out is as before any test. */
export const setReplication = (
  endpoint: string,
  setting: { delaySeconds?: number; failures?: Record<string, string>; limits?: Record<string, number> },
): Promise<void> =>
  putSetting(endpoint, 'ecr', 'AmazonEC2ContainerRegistry_V20150921.SetReplication', setting);

/** What no AWS API has: the engine's settings for tests. */
async function putSetting(endpoint: string, service: string, target: string, input: object): Promise<void> {
  const { status } = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'X-Amz-Target': target,
      'Content-Type': 'application/x-amz-json-1.1',
      Authorization: `AWS4-HMAC-SHA256 Credential=${ROOT_KEYS.accessKeyId}/20260101/us-east-1/${service}/aws4_request`,
    },
    body: JSON.stringify(input),
  });
  if (status !== 200) throw new Error(`${target} was answered with ${status}`);
}
