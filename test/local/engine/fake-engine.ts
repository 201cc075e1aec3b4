import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A process that does nothing, with this argument. */
export function spawnIdle(argument: string, script = 'setInterval(() => {}, 1000)'): ChildProcess {
  return spawn(process.execPath, ['-e', script, argument], { stdio: 'ignore' });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A server on a loopback port that reports an instance id as its health, after a delay. */
export async function startHealth(instance?: string, delay = 0): Promise<{ port: number; server: Server }> {
  const server = createServer(async (_request, response) => {
    await setTimeout(delay);
    response.end(JSON.stringify({ services: {}, instance }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}
