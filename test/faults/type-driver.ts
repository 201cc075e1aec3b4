import { homedir } from 'node:os';
import { join } from 'node:path';
import { TYPE_PACKAGE } from '../../cli/registration/type-package';
import { requireTools } from '../../local/prerequisites/tools';
import { type HandlerHost, handlerScript, startHandlerHost } from '../../local/registry/handler-host';
import { modelCheck } from '../../local/registry/model-validation';
import { Operation } from '../../local/registry/operation';
import type { Properties } from '../../local/registry/properties';
import type { OperationRequest, Step } from '../../local/registry/protocol';
import type { Credentials } from '../../local/service/credentials';
import { deliverySession, executionSession } from '../support/role-copy';
import { root } from '../support/tools';
import { type FaultProxy, startFaultProxy } from './proxy';

/** Delivers the log; any other session is the handlers'. */
const LOG_ROLE = 'log-role';
const TYPE = 'TokenInjectable::Docker::Builder';

/** Our package in a process of its own, driven by the engine's protocol, with a proxy between it and AWS. */
export interface TypeDriver {
  readonly proxy: FaultProxy;
  readonly host: HandlerHost;
  /** One operation to its end. */
  operate(request: Partial<OperationRequest> & Pick<OperationRequest, 'action'>): Promise<Outcome>;
  stop(): Promise<void>;
}

export interface Outcome {
  succeeded: boolean;
  /** Why it failed. */
  failure: string | undefined;
  code: string | undefined;
  /** What a failed create had named, or what succeeded. */
  identifier: string | undefined;
  model: Properties | undefined;
}

export interface DriverOptions {
  /** The engine's endpoint. */
  endpoint: string;
  /** Milliseconds of waiting that remain of a second that the protocol asks for. Default: 400. */
  second?: number;
  /** Where the runtime delivers its log, as a type registered with a LoggingConfig does. */
  logGroup?: string | undefined;
  /** Those that the handlers work with. Default: a session with the rights of the execution role. */
  credentials?: Credentials;
  /** What the account's type configuration says. */
  typeConfiguration?: Properties;
  /** Told each line that the handler prints. */
  log?: (line: string) => void;
}

export async function startTypeDriver({
  endpoint,
  second = 400,
  logGroup,
  credentials,
  typeConfiguration,
  log = () => {},
}: DriverOptions): Promise<TypeDriver> {
  const session = credentials === undefined ? executionSession(endpoint) : Promise.resolve(credentials);
  const proxy = await startFaultProxy(endpoint);
  const tools = await requireTools(root, join(homedir(), '.cache/docker-builder/tools'), () => {});
  const host = await startHandlerHost({
    package: TYPE_PACKAGE,
    node: tools.node,
    script: handlerScript(root),
    log,
    env: {
      AWS_ENDPOINT_URL: proxy.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  const version = {
    typeName: TYPE,
    versionId: '00000001',
    arn: `arn:aws:cloudformation:us-east-1:000000000000:type/resource/${TYPE.replaceAll('::', '-')}/00000001`,
    host,
    check: modelCheck(host.schema),
    executionRoleArn: undefined,
    logging: logGroup === undefined ? undefined : { role: LOG_ROLE, group: logGroup },
    registeredAt: new Date(),
  };
  const world = {
    credentials: (role?: string) => (role === LOG_ROLE ? deliverySession(endpoint) : session),
    typeConfiguration: () => typeConfiguration,
    now: Date.now,
    sleep: (milliseconds: number) =>
      new Promise<void>((done) => setTimeout(done, (milliseconds * second) / 1000)),
  };
  return {
    proxy,
    host,
    async operate(request) {
      const whole = {
        typeName: TYPE,
        logicalId: 'Image',
        stackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/faults/0a1b2c',
        account: '000000000000',
        region: 'us-east-1',
        properties: {},
        ...request,
      };
      const steps: Step[] = [];
      for await (const step of new Operation(whole, version, world).run()) steps.push(step);
      return outcomeOf(steps);
    },
    async stop() {
      await host.stop();
      await proxy.stop();
    },
  };
}

function outcomeOf(steps: Step[]): Outcome {
  const last = steps.at(-1);
  if (last !== undefined && 'failure' in last) {
    const { failure, code, identifier } = last;
    return { succeeded: false, failure, code, identifier, model: undefined };
  }
  if (last !== undefined && 'physicalId' in last) {
    const { physicalId, model } = last;
    return { succeeded: true, failure: undefined, code: undefined, identifier: physicalId, model };
  }
  throw new Error(`the operation ended without an outcome: ${JSON.stringify(steps)}`);
}
