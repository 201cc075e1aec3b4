import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { engineEnvironment } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { startEngine } from '../local/engine/start';
import { createContainer, createRepositories } from '../test/support/codebuild-container';
import { docker } from '../test/support/tools';
import { median } from './median';
import type { Row } from './row';

const ROUNDS = 3;
/** Seconds that the step takes which the cache saves. */
const STEP = 3;

/** The builder's own commands on a daemon that knows no layer, with a layer cache in the registry and without one. */
export async function cacheRows(): Promise<Row[]> {
  const engine = await startEngine({ port: await freePort() });
  Object.assign(process.env, engineEnvironment(engine.endpoint));
  try {
    const container = createContainer(await createRepositories());
    fill(container.source);
    let tag = 0;
    const build = async (env: Record<string, string>): Promise<number> => {
      spawnSync(docker, ['buildx', 'prune', '--all', '--force']);
      tag += 1;
      const from = performance.now();
      const { code, log } = await container.build({}, { ...env, DOCKER_BUILDER_IMAGE_TAG: `round-${tag}` });
      if (code !== 0) throw new Error(`the build failed: ${log}`);
      return (performance.now() - from) / 1000;
    };
    await build({});
    const [warm, cold]: number[][] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      cold?.push(await build({ DOCKER_BUILDER_CACHE_REPOSITORY_URI: '' }));
      warm?.push(await build({}));
    }
    container.remove();
    const [ours, reference] = [median(warm ?? []), median(cold ?? [])];
    return [
      {
        name: `a build with a step of ${STEP} s, with a warm layer cache, s (reference: without a cache)`,
        ours,
        reference,
        ratio: ours / reference,
        bar: 'ratio at most 0.7',
        holds: ours <= 0.7 * reference,
      },
    ];
  } finally {
    await engine.stop();
  }
}

function fill(source: string): void {
  mkdirSync(join(source, 'bin'));
  copyFileSync('/usr/bin/busybox', join(source, 'bin/busybox'));
  chmodSync(join(source, 'bin/busybox'), 0o755);
  const step = `RUN ["/bin/busybox", "sh", "-c", "/bin/busybox sleep ${STEP}; echo done > /done"]`;
  writeFileSync(join(source, 'Dockerfile'), `FROM scratch\nCOPY bin /bin\n${step}\n`);
}
