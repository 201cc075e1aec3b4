import { currentPort, engineEnvironment, ROOT_KEYS } from '../../../local/engine/endpoint';

it.each([
  ['http://127.0.0.1:4570', 4570],
  ['http://127.0.0.1:4570/', 4570],
  ['http://localhost:4570', 4570],
  ['http://LOCALHOST:4570/', 4570],
  ['http://[::1]:4570', 4570],
  ['http://localhost', 80],
  ['', 4566],
  ['https://localhost:4570', 4566],
  ['http://localstack.example:4570', 4566],
  ['http://127.0.0.1.example:4570', 4566],
  ['localhost:4570', 4566],
  ['no endpoint', 4566],
])('with AWS_ENDPOINT_URL=%s, the engine in use is on port %d', (endpoint, port) => {
  expect(currentPort(endpoint)).toBe(port);
});

it('reads AWS_ENDPOINT_URL by itself', () => {
  process.env.AWS_ENDPOINT_URL = 'http://localhost:4571';
  expect(currentPort()).toBe(4571);
  delete process.env.AWS_ENDPOINT_URL;
  expect(currentPort()).toBe(4566);
});

it('has keys in the shape of AWS keys, which no text contains by chance', () => {
  expect(ROOT_KEYS.accessKeyId).toMatch(/^AKIA[A-Z0-9]{16}$/);
  expect(ROOT_KEYS.secretAccessKey).toMatch(/^[A-Za-z0-9/+]{40}$/);
});

it('prints the environment of a Region', () => {
  expect(engineEnvironment('http://127.0.0.1:1', 'eu-west-1')).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
  });
});
