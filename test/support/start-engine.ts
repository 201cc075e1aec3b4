import { localConnection } from '../../cli/local/connection';
import { prepare } from '../../cli/local/prepare';
import { engineEnvironment } from '../../local/engine/endpoint';
import { freePort } from '../../local/engine/ports';
import { startEngine } from '../../local/engine/start';
import { dockerConfigFor } from './registry-login';

/** One engine for all integration tests, on a free port, prepared as by `docker-builder local up --iam`. */
export default async function start(): Promise<void> {
  // Transcripts that are played against AWS itself need no engine.
  if (process.env.AWS_SESSION_REMOTE === '1') return;
  const engine = await startEngine({ port: await freePort(), iam: true });
  await prepare(localConnection(engine.endpoint), () => {});
  const docker = await dockerConfigFor(engine.endpoint);
  Object.assign(process.env, engineEnvironment(engine.endpoint), {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    DOCKER_CONFIG: docker.folder,
  });
  Object.assign(globalThis, { realEngine: engine, dockerConfig: docker });
}
