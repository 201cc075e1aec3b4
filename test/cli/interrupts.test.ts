import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { root } from '../support/root';

// The bundle as users interrupt it, before an endpoint that has a bucket and nothing else.

const SIZE = 128 * 1024 * 1024;

describe('a command that is ended', () => {
  let folder: string;
  let scratch: string;
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'interrupts-'));
    scratch = join(folder, 'tmp');
    for (const name of ['tmp', 'app']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'app/Dockerfile'), 'FROM scratch\n');
    writeFileSync(join(folder, 'app/large'), '');
    truncateSync(join(folder, 'app/large'), SIZE);
    writeFileSync(
      join(folder, 't.yaml'),
      'Resources: { Web: { Type: "TokenInjectable::Docker::Builder", Properties: { Source: ./app } } }\n',
    );
    writeFileSync(
      join(folder, 'plain.yaml'),
      `Resources:\n${'  # a long template\n'.repeat(20_000)}  T: { Type: X }\n`,
    );
    server = createServer((request, response) => answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    answer = (request, response) => {
      request.resume();
      // The bucket exists; nothing is in it, and an upload never ends.
      if (request.method === 'HEAD') response.writeHead(request.url?.includes('.zip') ? 404 : 200).end();
    };
  });

  const start = (template: string, stdout: 'pipe' | number = 'pipe') => {
    const { port } = server.address() as { port: number };
    const args = ['package', '--template-file', template, '--s3-bucket', 'artifacts'];
    return spawn(process.execPath, [join(root, 'dist/docker-builder.js'), ...args], {
      cwd: folder,
      stdio: ['ignore', stdout, 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: scratch,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      },
    });
  };

  /** Resolves when the command asks for this. */
  const asked = (what: (request: IncomingMessage) => boolean) =>
    new Promise<void>((done) => {
      const before = answer;
      answer = (request, response) => {
        if (what(request)) done();
        before(request, response);
      };
    });

  type Moment = [moment: string, what: (request: IncomingMessage) => boolean];
  const moments: [Moment, Moment, Moment] = [
    ['while it hashes', ({ method, url }) => method === 'HEAD' && !url?.includes('.zip')],
    ['while it zips', ({ method, url }) => method === 'HEAD' && url?.includes('.zip') === true],
    ['while it uploads', ({ method }) => method === 'PUT' || method === 'POST'],
  ];
  const signals = [
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
    ['SIGHUP', 129, 'hung up'],
  ] as const;

  it.each(signals.map((signal, index) => [...signal, ...(moments[index] ?? moments[0])] as const))(
    'by %s exits with %i (%s) %s, and leaves no file behind',
    async (signal, exitCode, word, _, what) => {
      const moment = asked(what);
      const command = start('t.yaml');
      const [stdout, stderr] = [text(command.stdout as Readable), text(command.stderr as Readable)];
      await moment;
      command.kill(signal);
      const [code] = await once(command, 'exit');
      expect({ code, stdout: await stdout }).toEqual({ code: exitCode, stdout: '' });
      expect((await stderr).trimEnd().split('\n').at(-1)).toBe(`docker-builder: ${word}`);
      expect(readdirSync(scratch)).toEqual([]);
    },
    30_000,
  );

  it('by the reader of its output exits with 141, without a word', async () => {
    const command = start('plain.yaml');
    const stderr = text(command.stderr as Readable);
    command.stdout?.destroy();
    const [code] = await once(command, 'exit');
    expect({ code, stderr: await stderr }).toEqual({ code: 141, stderr: '' });
  }, 30_000);

  it('by a full disk under its output exits with 3, in one line', async () => {
    const full = openSync('/dev/full', 'w');
    const command = start('plain.yaml', full);
    const stderr = text(command.stderr as Readable);
    const [code] = await once(command, 'exit');
    closeSync(full);
    expect({ code, stderr: await stderr }).toEqual({
      code: 3,
      stderr: "docker-builder: can't write the output: no space left on the device\n",
    });
  }, 30_000);
});
