import { once } from 'node:events';
import { createServer } from 'node:net';

export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.once('listening', () => server.close(() => done(true)));
  });
  server.listen(port, '127.0.0.1');
  return free;
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
