// The engine's Node.js half: hosts resource types and runs builds. local/engine starts it together with MiniStack.
import { setTimeout } from 'node:timers/promises';
import { cloudControlService } from '../cloudcontrol/service';
import { codeBuildService } from '../codebuild/service';
import { adopt } from '../registry/adoption';
import { callerSession } from '../registry/caller-session';
import { inputReader } from '../registry/input';
import { Operations } from '../registry/operations';
import type { OperationRequest } from '../registry/protocol';
import { Registry } from '../registry/registry';
import { detectDrift } from '../registry/resource-drift';
import { serviceModel } from '../service/api-model';
import { arnOf } from '../service/arn';
import { assumeRole } from '../service/credentials';
import { AwsError } from '../service/errors';
import type { Caller, Service } from '../service/service';
import { registryOptions } from './registry-options';
import { createRouter } from './router';

interface Settings {
  /** The port of this half. */
  port: number;
  /** The URL of the endpoint. */
  endpoint: string;
  /** The URL of the endpoint that handlers use. */
  handlerEndpoint: string;
  /** The Node.js that runs handlers. */
  node: string;
  /** Folders in which builds find their tools, before the system's. */
  tools: string[];
  /** The folder of the services' published API models (botocore's data). */
  models: string;
}

const settings = JSON.parse(process.env.ENGINE_SETTINGS ?? '{}') as Settings;
const engine = { endpoint: settings.endpoint, secret: process.env.ENGINE_SECRET ?? '' };

const registry = new Registry(registryOptions(settings));
const readInput = inputReader(settings.models);

const operations = new Operations(registry, {
  credentials: async (roleArn, typeArn, request) =>
    roleArn === undefined
      ? callerSession(engine, request)
      : assumeRole(engine, roleArn, {
          principal: 'resources.cloudformation.amazonaws.com',
          sourceArn: typeArn,
          account: request.account,
          region: request.region,
        }),
  typeConfiguration: (request) => registry.state(request).types.get(request.typeName)?.configuration,
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
});

const services: Record<string, Service> = {
  CloudControl: cloudControlService({
    registry,
    operations,
    model: serviceModel(settings.models, 'cloudcontrol'),
    now: Date.now,
  }),
  CodeBuild: codeBuildService({
    ...settings,
    credentials: (roleArn, project, caller) =>
      assumeRole(engine, roleArn, {
        principal: 'codebuild.amazonaws.com',
        sourceArn: arnOf('codebuild', `project/${project}`, caller),
        ...caller,
      }),
  }),
};

/** Each question of the plug-in names the account and the Region of the request that it is about. */
type Question = Caller & { input: Record<string, unknown> };

const server = createRouter({
  health: async () => ({ status: 'running', instance: process.env.ENGINE_INSTANCE }),
  registry: async ([action = ''], { input, ...caller }: Question) => ({
    result: await registry.handle(action, readInput(action, input), caller),
    types: registry.typesForStacks(caller),
  }),
  operations: ([verb], question: OperationRequest) => {
    const type = () => registry.state(question).current(question.typeName);
    const run = (request: OperationRequest) => operations.run(request);
    if (verb === 'check') return Promise.resolve({ violation: type().check(question.properties) });
    if (verb === 'drift') return detectDrift(question, type().host.schema, run);
    if (verb === 'adopt') return adopt(question, type().host.schema, run);
    if (verb !== 'cancel') return run(question);
    operations.cancel(question.stackId ?? '');
    return Promise.resolve({});
  },
  services: ([name = '', operation = ''], { input, ...caller }: Question) => {
    const service = services[name];
    if (service === undefined) throw new AwsError('UnknownOperationException', `no service ${name}`, 404);
    return service.handle(operation, input, caller);
  },
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.close();
  await Promise.all([registry, ...Object.values(services)].map((service) => service.stop()));
  process.exit(0);
}

// An engine that is not detached ends with the process that started it, however that ended.
if (process.env.ENGINE_ENDS_WITH_STDIN === '1') process.stdin.on('end', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.listen(settings.port, '127.0.0.1');
