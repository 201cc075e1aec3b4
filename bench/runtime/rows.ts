import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { localConnection } from '../../cli/local/connection';
import { prepare } from '../../cli/local/prepare';
import { engineEnvironment } from '../../local/engine/endpoint';
import { freePort } from '../../local/engine/ports';
import { startEngine } from '../../local/engine/start';
import { requireTools } from '../../local/prerequisites/tools';
import { builderProperties } from '../../test/faults/builder';
import { type FaultProxy, startFaultProxy } from '../../test/faults/proxy';
import { median } from '../median';
import type { Row } from '../row';
import { bundleRuntimes, RUNTIMES, type Runtime } from './bundles';

const root = resolve(__dirname, '../..');
const LOADS = 9;
const CREATES = 3;
const INVOCATIONS = 5;

type Figures = Record<Runtime, number>;
type Mode = 'load' | 'invoke' | 'create';
type Measure = <T>(runtime: Runtime, mode: Mode, argument?: string) => Promise<T>;

const figures = async (measure: (runtime: Runtime) => Promise<number> | number): Promise<Figures> => {
  const measured: Partial<Figures> = {};
  for (const runtime of RUNTIMES) measured[runtime] = await measure(runtime);
  return measured as Figures;
};

/** The official runtime's figure is the reference; ours must be within the bar and better than the community's. */
function row(name: string, { ours, official, community }: Figures, bar: string, holds: boolean): Row {
  return {
    name,
    ours,
    reference: official,
    community,
    ratio: ours / official,
    bar: `${bar}; less than the community's`,
    holds: holds && ours < community,
  };
}

/** Our runtime, the official one and the community's, with the same handlers and clients, in alternating rounds. */
export async function runtimeRows(): Promise<Row[]> {
  // In the clone, because the community's runtime reads files of its packages while it runs.
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/bench-runtime-'));
  const engine = await startEngine({ port: await freePort() });
  const proxy = await startFaultProxy(engine.endpoint);
  try {
    await prepare(localConnection(engine.endpoint), () => {});
    const bundles = await bundleRuntimes(folder);
    const { node } = await requireTools(root, join(homedir(), '.cache/docker-builder/tools'), () => {});
    const measure: Measure = async <T>(runtime: Runtime, mode: Mode, argument = '') => {
      const { stdout } = await promisify(execFile)(
        node,
        [join(__dirname, 'child.js'), bundles[runtime].path, mode, argument],
        {
          env: {
            PATH: process.env.PATH,
            ...engineEnvironment(proxy.endpoint),
            AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
            // The community's runtime does not load without it.
            LOG_LEVEL: 'info',
          },
          maxBuffer: 64 * 1024 * 1024,
        },
      );
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
    };
    const rounds = async (count: number, act: (runtime: Runtime) => Promise<number>): Promise<Figures> => {
      const all: Figures[] = [];
      for (let round = 0; round < count; round += 1) all.push(await figures(act));
      return figures((runtime) => median(all.map((one) => one[runtime])));
    };

    const load = await rounds(
      LOADS,
      async (runtime) => (await measure<{ milliseconds: number }>(runtime, 'load')).milliseconds,
    );
    const zipped = await figures((runtime) => bundles[runtime].zipped);
    const { warm, first, later } = await invocationFigures(proxy, measure);
    const memory = await rounds(CREATES, async (runtime) => {
      const name = `bench-${runtime}-${randomBytes(4).toString('hex')}`;
      const properties = JSON.stringify(builderProperties(name, 'one'));
      return (await measure<{ kilobytes: number }>(runtime, 'create', properties)).kilobytes;
    });
    return [
      row('runtime: load time of the bundle, ms', load, 'at most 0.33 x', load.ours <= 0.33 * load.official),
      row(
        'runtime: bundle with the clients, zipped bytes',
        zipped,
        'at most 400 KB',
        zipped.ours <= 400 * 1024,
      ),
      row('runtime: warm invocation with log, ms', warm, 'at most 0.05 x', warm.ours <= 0.05 * warm.official),
      row('runtime: its own AWS calls, the first time', first, 'at most 5', first.ours <= 5),
      row('runtime: its own AWS calls, later', later, 'at most 2', later.ours <= 2),
      row(
        'runtime: peak memory of a create, KB',
        memory,
        'at most 0.6 x',
        memory.ours <= 0.6 * memory.official,
      ),
    ];
  } finally {
    await proxy.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Invocations whose handler does nothing: the time of a warm one, and the AWS calls of the first and of a later one. */
async function invocationFigures(
  proxy: FaultProxy,
  measure: Measure,
): Promise<{ warm: Figures; first: Figures; later: Figures }> {
  const invoke = async (runtime: Runtime, times: number) => {
    proxy.break(() => undefined);
    const argument = JSON.stringify({ logGroup: `bench-${runtime}`, times });
    const { milliseconds } = await measure<{ milliseconds: number[] }>(runtime, 'invoke', argument);
    return { calls: proxy.calls.length / times, milliseconds: median(milliseconds.slice(1)) };
  };
  const first = await figures(async (runtime) => (await invoke(runtime, 1)).calls);
  const later: Partial<Figures> = {};
  const warm = await figures(async (runtime) => {
    const { calls, milliseconds } = await invoke(runtime, INVOCATIONS);
    later[runtime] = calls;
    return milliseconds;
  });
  return { warm, first, later: later as Figures };
}
