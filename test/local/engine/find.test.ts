import type { ChildProcess } from 'node:child_process';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { findEngine, stopEngine } from '../../../local/engine/find';
import { belongsTo } from '../../../local/engine/processes';
import { readState, writeState } from '../../../local/engine/state-file';
import { type Folder, folderOf } from '../../support/folder';
import { end, spawnIdle, startHealth } from './fake-engine';

const cache = process.env.XDG_CACHE_HOME;
let folder: Folder;
let server: Server | undefined;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = folderOf({});
  process.env.XDG_CACHE_HOME = folder.path;
});
afterEach(async () => {
  process.env.XDG_CACHE_HOME = cache;
  for (const child of children.splice(0)) await end(child);
  server?.close();
  server = undefined;
  folder.remove();
});

/** Records an engine whose processes have this argument. */
async function record(argument: string, { delay = 0, instance = 'engine-1' } = {}): Promise<number> {
  const health = await startHealth(instance, delay);
  server = health.server;
  children.push(spawnIdle(argument), spawnIdle(argument));
  const pids = children.map(({ pid }) => pid as number);
  // The arguments of a process are there only some time after it was started.
  for (const pid of pids) while (!belongsTo(pid, argument)) await setTimeout(5);
  writeState({ port: health.port, instance: 'engine-1', pids });
  return health.port;
}

it('finds the engine that was recorded, as long as it answers', async () => {
  const port = await record('engine-1');
  expect(await findEngine(port)).toMatchObject({ endpoint: `http://127.0.0.1:${port}`, port });
});

it('waits for an engine that is busy for longer than a second', async () => {
  const port = await record('engine-1', { delay: 1_200 });
  expect(await findEngine(port)).toMatchObject({ port });
});

it('finds none where nothing is recorded, or what is recorded is not an engine', async () => {
  expect(await findEngine(1)).toBeUndefined();
  const port = await record('engine-1');
  for (const text of ['', 'null', '{}', '{"pids":[1,2]}', '{"pids":[1'])
    expect(await findIn(port, text)).toBeUndefined();
});

async function findIn(port: number, text: string) {
  const other = folderOf({ [`docker-builder/engine-${port}.json`]: text });
  process.env.XDG_CACHE_HOME = other.path;
  const found = await findEngine(port);
  const stopped = await stopEngine(port);
  process.env.XDG_CACHE_HOME = folder.path;
  other.remove();
  return found ?? (stopped || undefined);
}

it('finds none when one half has ended', async () => {
  const port = await record('engine-1');
  await end(children[1] as ChildProcess);
  expect(await findEngine(port)).toBeUndefined();
});

it('finds none when other processes have the recorded ids by now, even if something answers on the port', async () => {
  expect(await findEngine(await record('another-program'))).toBeUndefined();
});

it('stops the processes of the engine, once', async () => {
  const port = await record('engine-1');
  expect(await stopEngine(port)).toBe(true);
  expect(children.map(({ pid }) => belongsTo(pid as number, 'engine-1'))).toEqual([false, false]);
  expect(readState(port)).toBeUndefined();
  expect(await stopEngine(port)).toBe(false);
});

it('leaves other processes alone that have the recorded ids by now', async () => {
  const port = await record('another-program');
  expect(await stopEngine(port)).toBe(false);
  expect(children.every(({ pid }) => belongsTo(pid as number, 'another-program'))).toBe(true);
});

it('keeps the record of an engine that was started on the port in the meantime', async () => {
  const port = await record('engine-1');
  const engine = await findEngine(port);
  writeState({ port, instance: 'engine-2', pids: [] });
  await engine?.stop();
  expect(readState(port)?.instance).toBe('engine-2');
});
