import { registryOptions } from '../../../local/server/registry-options';

const settings = { endpoint: 'http://127.0.0.1:1', handlerEndpoint: 'http://127.0.0.1:1', node: 'node' };
const variables = ['AUTH', 'DOCKER_BUILDER_REGISTRATION_DELAY_MS'] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
beforeEach(() => {
  for (const name of variables) delete process.env[name];
});
afterAll(() => {
  for (const name of variables) {
    delete process.env[name];
    if (before[name] !== undefined) process.env[name] = before[name];
  }
});

it('whoever asks for a registration waits for its end', async () => {
  const { waitFor } = registryOptions(settings);
  let ended = false;
  await waitFor(
    new Promise<void>((resolve) =>
      setImmediate(() => {
        ended = true;
        resolve();
      }),
    ),
  );
  expect(ended).toBe(true);
});

it('with a delay, whoever asks gets the answer at once', async () => {
  process.env.DOCKER_BUILDER_REGISTRATION_DELAY_MS = '1';
  const { waitFor, delay } = registryOptions(settings);
  await waitFor(new Promise(() => {}));
  await delay();
});

it('where IAM is enforced, handlers that need permissions need a role', () => {
  expect(registryOptions(settings).requireRole).toBe(false);
  process.env.AUTH = 'true';
  expect(registryOptions(settings).requireRole).toBe(true);
});

it.each(['https://bucket/key', 's3://bucket', 's3:///key', ''])(
  'refuses the address %j of a package',
  async (url) => {
    await expect(registryOptions(settings).fetchPackage(url, 'us-east-1')).rejects.toThrow(
      `SchemaHandlerPackage '${url}' must be s3://bucket/key`,
    );
  },
);
