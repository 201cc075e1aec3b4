import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Tools } from '../prerequisites/tools';
import { ACCOUNT, DEFAULT_REGION, endpointOf, engineEnvironment } from './endpoint';
import { packageRoot } from './package-root';

/** What both halves of an engine are started with. */
export interface Start {
  port: number;
  /** The port of the Node.js half. */
  hostPort: number;
  instance: string;
  docker: string;
  tools: Tools;
  detached: boolean;
  /** Where both halves write their log. */
  output: number;
  handlerEndpoint: string | undefined;
  /** Enforces IAM. */
  iam: boolean;
  /** Proves to the endpoint that a call comes from one of its own services. */
  secret: string;
  env: Record<string, string> | undefined;
}

/** Hosts types and runs builds. */
export function startNodeHalf(start: Start): ChildProcess {
  const { port, hostPort, docker, tools } = start;
  const settings = {
    port: hostPort,
    endpoint: endpointOf(port),
    handlerEndpoint: start.handlerEndpoint ?? endpointOf(port),
    node: tools.node,
    tools: [dirname(docker), tools.bin],
    models: tools.models,
  };
  const script = join(packageRoot, 'dist/local-host.js');
  return spawn(
    process.execPath,
    [script, start.instance],
    optionsOf(start, { ENGINE_SETTINGS: JSON.stringify(settings) }),
  );
}

/** MiniStack with the plug-in: the endpoint itself. */
export function startMinistack(start: Start): ChildProcess {
  const script = join(packageRoot, 'local/ministack_plugin/main.py');
  return spawn(
    start.tools.python,
    [script, start.instance],
    optionsOf(start, {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(start.port),
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: DEFAULT_REGION,
      LOG_LEVEL: 'WARNING',
      ENGINE_NODE_HOST: endpointOf(start.hostPort),
    }),
  );
}

function optionsOf(start: Start, own: Record<string, string>): SpawnOptions {
  const { detached, output, instance, port } = start;
  return {
    detached,
    stdio: [detached ? 'ignore' : 'pipe', output, output],
    env: {
      ...environmentWithoutAws(),
      ...engineEnvironment(endpointOf(port)),
      ENGINE_INSTANCE: instance,
      ENGINE_SECRET: start.secret,
      AUTH: String(start.iam),
      ENGINE_ENDS_WITH_STDIN: detached ? '' : '1',
      ...start.env,
      ...own,
    },
  };
}

/** The user's environment without their AWS configuration, which is not meant for a local endpoint. */
function environmentWithoutAws(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('MINISTACK'),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
