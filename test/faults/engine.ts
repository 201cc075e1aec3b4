import { localConnection, prepare } from '../../cli/local/local-engine';
import { type Engine, freePort, startEngine } from '../../local/engine';
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
  stop(): Promise<void>;
}

export async function startFaultyEngine(): Promise<FaultyEngine> {
  const port = await freePort();
  const proxy = await startFaultProxy(`http://127.0.0.1:${port}`);
  const engine = await startEngine({ port, handlerEndpoint: proxy.endpoint });
  await prepare(localConnection(engine.endpoint), () => {});
  return {
    engine,
    proxy,
    stacks: stacksOn(engine.endpoint),
    state: awsState(engine.endpoint),
    async setQuota(quota) {
      await fetch(engine.endpoint, {
        method: 'POST',
        headers: {
          'X-Amz-Target': 'CodeBuild_20161006.SetQuota',
          'Content-Type': 'application/x-amz-json-1.1',
          Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/codebuild/aws4_request',
        },
        body: JSON.stringify(quota),
      });
    },
    async stop() {
      await engine.stop();
      await proxy.stop();
    },
  };
}
