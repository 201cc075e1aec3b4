import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineEnvironment } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { startEngine } from '../local/engine/start';
import { findDocker } from '../local/prerequisites/docker';
import { median } from './median';
import type { Row } from './row';

const root = resolve(__dirname, '..');
const ROUNDS = 3;
const FILES = 10_000;
const BUCKET = 'bench-contexts';
const MIB = 1024 * 1024;

/** Packaging many small files compared with the faster of Docker and the AWS CLI, and the memory for a large file. */
export async function contextRows(): Promise<Row[]> {
  const engine = await startEngine({ port: await freePort() });
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const env = { ...process.env, ...engineEnvironment(engine.endpoint), AWS_PAGER: '' };
    execFileSync(join(root, '.venv/bin/aws'), ['s3api', 'create-bucket', '--bucket', BUCKET], {
      env,
      stdio: 'ignore',
    });
    return [await manyFiles(scratch, env), await largeFile(scratch, env)];
  } finally {
    await engine.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function manyFiles(scratch: string, env: NodeJS.ProcessEnv): Promise<Row> {
  const docker = findDocker() as string;
  const [ours, building, packaging]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    // New content for each: neither an upload nor a transfer of the previous round is of use.
    const template = (type: string) =>
      writeContext(join(scratch, `${type.replaceAll(':', '-')}-${round}`), type);
    const [folder, forDocker, forAws] = [
      template('TokenInjectable::Docker::Builder'),
      template('docker'),
      template('AWS::Lambda::Function'),
    ];
    ours.push(
      seconds(() =>
        run(process.execPath, [join(root, 'dist/docker-builder.js'), ...packageArguments(folder)], env),
      ),
    );
    building.push(
      seconds(() =>
        run(docker, ['buildx', 'build', '--quiet', '--tag', 'bench-context', join(forDocker, 'app')], env),
      ),
    );
    packaging.push(
      seconds(() => run(join(root, '.venv/bin/aws'), ['cloudformation', ...packageArguments(forAws)], env)),
    );
    for (const used of [folder, forDocker, forAws]) rmSync(used, { recursive: true });
  }
  run(docker, ['image', 'rm', '--force', 'bench-context'], env);
  const reference = Math.min(median(building), median(packaging));
  const ratio = median(ours) / reference;
  return {
    name: `package ${FILES} small files, s (reference: the faster of docker build and aws cloudformation package)`,
    ours: median(ours),
    reference,
    ratio,
    bar: 'at most 1.5 x',
    holds: ratio <= 1.5,
  };
}

/** A gigabyte that can't be compressed, in one file. */
async function largeFile(scratch: string, env: NodeJS.ProcessEnv): Promise<Row> {
  const folder = writeContext(join(scratch, 'large'), 'TokenInjectable::Docker::Builder', 0);
  const piece = randomBytes(32 * MIB);
  for (let written = 0; written < 1024; written += 32) appendFileSync(join(folder, 'app/large'), piece);
  const ours = await peakMemory(packageArguments(folder), env);
  const limit = 250 * 1000;
  return {
    name: 'package 1 GB in one file: peak memory, KB (reference: the bar)',
    ours,
    reference: limit,
    ratio: ours / limit,
    bar: 'below 250 MB',
    holds: ours < limit,
  };
}

const packageArguments = (folder: string) => [
  'package',
  ...['--template-file', join(folder, 'template.json')],
  ...['--s3-bucket', BUCKET],
  ...['--output-template-file', join(folder, 'packaged.json')],
];

/** A template and the folder that it names, with files like those of an installed package. */
function writeContext(folder: string, type: string, files = FILES): string {
  const salt = randomBytes(8).toString('hex');
  for (let index = 0; index < files; index += 1) {
    const parent = join(folder, `app/node_modules/package-${index % 250}`);
    if (index < 250) mkdirSync(parent, { recursive: true });
    writeFileSync(
      join(parent, `file-${index}.js`),
      `module.exports = '${salt}-${index}';\n`.repeat(1 + (index % 50)),
    );
  }
  mkdirSync(join(folder, 'app'), { recursive: true });
  writeFileSync(join(folder, 'app/Dockerfile'), 'FROM scratch\nCOPY . /app/\n');
  const path = type === 'AWS::Lambda::Function' ? { Code: './app' } : { Source: './app' };
  const template = { Resources: { App: { Type: type, Properties: path } } };
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  return folder;
}

function seconds(act: () => void): number {
  const from = performance.now();
  act();
  return (performance.now() - from) / 1000;
}

const run = (file: string, args: string[], env: NodeJS.ProcessEnv) =>
  execFileSync(file, args, { env, stdio: 'ignore' });

/** The command's resident memory at its highest, KB, as Linux counts it. */
async function peakMemory(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const command = spawn(process.execPath, [join(root, 'dist/docker-builder.js'), ...args], {
    env,
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((done) => command.once('exit', done));
  let peak = 0;
  for (;;) {
    const code = await Promise.race([ended, sleep(50, 'running' as const)]);
    if (code === 0) return peak;
    if (code !== 'running') throw new Error(`docker-builder package failed: ${code}`);
    peak = Math.max(peak, residentPeak(command.pid));
  }
}

function residentPeak(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
