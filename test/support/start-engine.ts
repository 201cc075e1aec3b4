import { localConnection } from '../../cli/local/connection';
import { prepare } from '../../cli/local/prepare';
import { engineEnvironment } from '../../local/engine/endpoint';
import { freePort } from '../../local/engine/ports';
import { startEngine } from '../../local/engine/start';

/** One engine for all real tests, on a port of its own, prepared as `docker-builder local up` does it. */
export default async function start(): Promise<void> {
  const engine = await startEngine({ port: await freePort() });
  await prepare(localConnection(engine.endpoint), () => {});
  Object.assign(process.env, engineEnvironment(engine.endpoint), {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  Object.assign(globalThis, { realEngine: engine });
}
