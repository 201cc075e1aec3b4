import { findEngine } from '../../../local/engine/find';
import { freePort } from '../../../local/engine/ports';
import { startEngine } from '../../../local/engine/start';
import { dockerBuilder } from '../../support/tools';

it('one of two engines that are started on a port at the same time fails and leaves the other alone', async () => {
  const port = await freePort();
  const [first, second] = await Promise.allSettled([startEngine({ port }), startEngine({ port })]);
  const started = [first, second].flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  const failures = [first, second].flatMap((outcome) =>
    outcome.status === 'rejected' ? String(outcome.reason) : [],
  );
  try {
    expect(started).toHaveLength(1);
    expect(failures).toEqual([expect.stringContaining(`port ${port} is taken`)]);
    expect((await findEngine(port))?.pids).toEqual(started[0]?.pids);
    await expect(startEngine({ port })).rejects.toThrow(`port ${port} is taken`);
    expect(await findEngine(port)).toBeDefined();
  } finally {
    for (const engine of started) await engine.stop();
  }
  expect(await findEngine(port)).toBeUndefined();
}, 60_000);

it('the commands use the engine that AWS_ENDPOINT_URL names, as 127.0.0.1 or localhost', async () => {
  const { port = '' } = /:(?<port>\d+)/.exec(process.env.AWS_ENDPOINT_URL ?? '')?.groups ?? {};
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = `http://localhost:${port}`;
  try {
    expect(await dockerBuilder('local', 'status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`running on http://127.0.0.1:${port},`),
    });
    expect((await dockerBuilder('local', 'env')).stdout).toContain(
      `AWS_ENDPOINT_URL=http://127.0.0.1:${port}\n`,
    );
    process.env.AWS_ENDPOINT_URL = 'http://localhost:1';
    expect((await dockerBuilder('local', 'down')).stderr).toContain('no local engine is running on port 1');
    expect(await dockerBuilder('local', 'status')).toMatchObject({ code: 3 });
  } finally {
    process.env.AWS_ENDPOINT_URL = before;
  }
}, 60_000);
