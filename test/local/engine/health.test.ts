import type { ChildProcess } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { askInstance, ministackHealth, waitForHealth } from '../../../local/engine/health';
import { type Folder, folderOf } from '../../support/folder';
import { end, spawnIdle, startHealth } from './fake-engine';

const cache = process.env.XDG_CACHE_HOME;
let folder: Folder;
let half: ChildProcess;
let server: Server;

afterEach(async () => {
  process.env.XDG_CACHE_HOME = cache;
  await end(half);
  server.close();
  folder.remove();
});

async function waitOn(answering: string | undefined, script: string, log: string): Promise<void> {
  const health = await startHealth(answering);
  server = health.server;
  folder = folderOf({ [join('docker-builder', `engine-${health.port}.log`)]: log });
  process.env.XDG_CACHE_HOME = folder.path;
  half = spawnIdle('engine-1', script);
  const state = { port: health.port, instance: 'engine-1', pids: [] };
  await waitForHealth(ministackHealth(`http://127.0.0.1:${health.port}`), half, state);
}

const ending = 'setTimeout(() => process.exit(1), 50)';

it('waits until its own engine answers', async () => {
  await expect(waitOn('engine-1', 'setInterval(() => {}, 1000)', '')).resolves.toBeUndefined();
});

it.each([
  ['another engine', 'engine-2'],
  ['a server that is not an engine', undefined],
])('does not take %s on the port for its own', async (_what, answering) => {
  await expect(waitOn(answering, ending, 'ERROR: 127.0.0.1:1 is already in use')).rejects.toThrow(
    /^port \d+ is taken/,
  );
});

it('shows the end of the log of an engine that did not start', async () => {
  const log = `${'line\n'.repeat(20)}no such module`;
  await expect(waitOn(undefined, ending, log)).rejects.toThrow(
    /did not start[^\n]*\n(line\n){14}no such module$/,
  );
});

it('has no answer from a closed port', async () => {
  ({ server } = await startHealth('engine-1'));
  folder = folderOf({});
  expect(await askInstance('http://127.0.0.1:1/health', 1_000)).toBeUndefined();
});
