// The engine's Node.js half: hosts types and drives their protocol, and runs builds. Started by local/engine.ts beside
// MiniStack; ends when its starter does.
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { codeBuildService } from '../codebuild/service';
import { ROOT_KEYS, ROOT_SESSION } from '../engine/endpoint';
import { Operation, type OperationRequest, type Step } from '../registry/operation';
import { TypeRegistry } from '../registry/type-registry';
import { AwsError, type Service } from '../service/service';
import { routed } from './router';

interface Settings {
  /** The port of this half. */
  port: number;
  /** The URL of the endpoint. */
  endpoint: string;
  /** The URL that handlers find it under. */
  handlerEndpoint: string;
  account: string;
  region: string;
  /** The Node.js that runs handlers. */
  node: string;
  /** Folders that builds find their tools in, before the system's. */
  tools: string[];
  /** The folder of the services' published API models (botocore's data). */
  models: string;
}

const settings = JSON.parse(process.env.ENGINE_SETTINGS ?? '{}') as Settings;
const { endpoint, account } = settings;

async function fetchPackage(url: string): Promise<Buffer> {
  const { 1: bucket, 2: key } = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new AwsError('ValidationError', `SchemaHandlerPackage "${url}" must be s3://bucket/key`);
  }
  const s3 = new S3({ endpoint, region: settings.region, credentials: ROOT_KEYS, forcePathStyle: true });
  const { Body } = await s3.getObject({ Bucket: bucket, Key: key });
  return buffer(Body as Readable);
}

async function credentials(roleArn: string | undefined, region: string) {
  if (roleArn === undefined) return ROOT_SESSION;
  const sts = new STS({ endpoint, region, credentials: ROOT_KEYS });
  const { Credentials } = await sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 'cloudformation' });
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

const registry = new TypeRegistry({
  account,
  node: settings.node,
  script: join(__dirname, 'handler-process.js'),
  // Lambda's own variables; the credentials that count travel in the event.
  env: {
    AWS_ENDPOINT_URL: settings.handlerEndpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  },
  fetchPackage,
});

const services: Record<string, Service> = { CodeBuild: codeBuildService({ ...settings, credentials }) };

const driver = {
  credentials,
  typeConfiguration: (name: string) => registry.configuration(name),
  now: Date.now,
  sleep: (milliseconds: number, signal: AbortSignal) =>
    setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
};

const running = new Set<{ stackId: string | null | undefined; operation: Operation }>();

async function* operate(request: OperationRequest): AsyncGenerator<Step> {
  const operation = new Operation(request, registry.current(request.typeName), driver);
  const entry = { stackId: request.stackId, operation };
  running.add(entry);
  try {
    yield* operation.run();
  } finally {
    running.delete(entry);
  }
}

async function cancel(stackId: unknown): Promise<object> {
  for (const entry of running) if (entry.stackId === stackId) entry.operation.cancel();
  return {};
}

const server = routed({
  health: async () => ({ status: 'running', instance: process.env.ENGINE_INSTANCE }),
  registry: ([action = ''], { input, region }) =>
    registry.handle(action, input as Record<string, unknown>, region as string),
  operations: ([verb], question) =>
    verb === 'cancel' ? cancel(question.stackId) : operate(question as unknown as OperationRequest),
  services: ([name = '', operation = ''], { input, account: caller, region }) => {
    const service = services[name];
    if (service === undefined) throw new AwsError('UnknownOperationException', `no service ${name}`, 404);
    return service.handle(operation, input as Record<string, unknown>, {
      account: caller as string,
      region: region as string,
    });
  },
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.close();
  await Promise.all([registry.stop(), ...Object.values(services).map((service) => service.stop())]);
  process.exit(0);
}

// An engine that is not detached ends with its starter, however that ended.
if (process.env.ENGINE_ENDS_WITH_STDIN === '1') process.stdin.on('end', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.listen(settings.port, '127.0.0.1');
