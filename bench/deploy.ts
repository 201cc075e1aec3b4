import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { localConnection } from '../cli/local/connection';
import { prepare } from '../cli/local/prepare';
import { engineEnvironment } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { startEngine } from '../local/engine/start';
import { findDocker } from '../local/prerequisites/docker';
import { median } from './median';
import type { Row } from './row';

const root = resolve(__dirname, '..');
const ROUNDS = 5;

function seconds(act: () => void): number {
  const from = performance.now();
  act();
  return (performance.now() - from) / 1000;
}

/** A whole local deployment compared with only building and pushing the same context, in alternating rounds. */
export async function deployRows(): Promise<Row[]> {
  const engine = await startEngine({ port: await freePort() });
  const config = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    await prepare(localConnection(engine.endpoint), () => {});
    const env = { ...process.env, ...engineEnvironment(engine.endpoint), DOCKER_CONFIG: config };
    const docker = findDocker() as string;
    const quiet = { cwd: root, env, stdio: 'ignore' as const };
    const aws = (...args: string[]) =>
      execFileSync(join(root, '.venv/bin/aws'), args, { env, encoding: 'utf8' });
    aws('ecr', 'create-repository', '--repository-name', 'bench');
    const registry = engine.endpoint.replace('http://', '');
    const password = aws('ecr', 'get-login-password');
    execFileSync(docker, ['login', '--username', 'AWS', '--password-stdin', registry], {
      env,
      input: password,
      stdio: ['pipe', 'ignore', 'ignore'],
    });

    const deploy = (stage: string) =>
      execFileSync(
        process.execPath,
        [
          'dist/docker-builder.js',
          'deploy',
          '--template-file',
          'examples/api-url/template.yaml',
          '--stack-name',
          'bench',
          '--local',
          '--parameter-overrides',
          `StageName=${stage}`,
        ],
        quiet,
      );
    const bare = (value: string) =>
      execFileSync(
        docker,
        [
          'buildx',
          'build',
          '--push',
          '--provenance=false',
          '--build-arg',
          `API_URL=${value}`,
          '--tag',
          `${registry}/us-east-1/bench:${value}`,
          'examples/api-url/app',
        ],
        quiet,
      );

    deploy('warm');
    bare('warm');
    const [building, bareBuilding, nothing]: number[][] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bareBuilding?.push(seconds(() => bare(`round-${round}`)));
      building?.push(seconds(() => deploy(`round-${round}`)));
      nothing?.push(seconds(() => deploy('warm')));
    }
    const [ours, reference, unbuilt] = [
      median(building ?? []),
      median(bareBuilding ?? []),
      median(nothing ?? []),
    ];
    return [
      {
        name: 'local deploy of the example, s (reference: bare buildx build --push)',
        ours,
        reference,
        ratio: ours / reference,
        bar: 'at most 1.5 x + 3 s',
        holds: ours <= 1.5 * reference + 3,
      },
      {
        name: 'deployment that builds nothing, s (reference: the bar)',
        ours: unbuilt,
        reference: 3,
        ratio: unbuilt / 3,
        bar: 'at most 3 s',
        holds: unbuilt <= 3,
      },
    ];
  } finally {
    await engine.stop();
    rmSync(config, { recursive: true, force: true });
  }
}
